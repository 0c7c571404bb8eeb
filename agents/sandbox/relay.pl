# Runs inside of the sandbox: listens on 127.0.0.1, hands every connection to the unix socket of the model's proxy, starts the command
# and ends as it ends. The same as relay.mjs, in the modules of a bare Perl.
#
# usage: perl relay.pl PORT SOCKET PROGRAM [ARGUMENT ...]
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;
use POSIX ();
use Socket qw(IPPROTO_TCP TCP_NODELAY);

my ($port, $path, @command) = @ARGV;
my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 64, ReuseAddr => 1)
  or die "relay: cannot listen on $port: $!\n";
$listener->blocking(0);
pipe(my $ended, my $end) or die "relay: pipe: $!\n";
my $child = fork() // die "relay: fork: $!\n";
if ($child == 0) { exec { $command[0] } @command or do { warn "relay: $command[0]: $!\n"; POSIX::_exit(127) } }
$SIG{PIPE} = 'IGNORE';
$SIG{TERM} = 'IGNORE'; # the command gets its own, and its end is ours
# A signal may come between the look and the wait of select; a pipe keeps it.
$SIG{CHLD} = sub { syswrite $end, '.' };
syswrite $end, '.';

my $MOST = 1 << 20; # bytes waiting in one direction before reading pauses
my %link; # by file number: {in, out, waiting => bytes for out, done => in has ended}

sub one_way { my ($in, $out) = @_; $link{ fileno $in } = { in => $in, out => $out, waiting => '', done => 0 } }
sub drop { my ($way) = @_; delete $link{ fileno $_ } for $way->{in}, $way->{out}; close $_ for $way->{in}, $way->{out} }

while (1) {
  my $reads = IO::Select->new($listener, $ended, map { $_->{in} } grep { !$_->{done} && length $_->{waiting} < $MOST } values %link);
  my $writes = IO::Select->new(map { $_->{out} } grep { length $_->{waiting} } values %link);
  my ($readable, $writable) = IO::Select->select($reads, $writes, undef, undef) or next;
  for my $handle (@$readable) {
    if ($handle == $ended) {
      sysread $ended, my $woken, 4096;
      if (waitpid($child, POSIX::WNOHANG()) == $child) {
        POSIX::_exit($? & 127 ? 128 + ($? & 127) : $? >> 8);
      }
    } elsif ($handle == $listener) {
      my $inner = $listener->accept or next;
      my $outer = IO::Socket::UNIX->new(Peer => $path);
      if (!$outer) { close $inner; next }
      $_->blocking(0) for $inner, $outer;
      setsockopt $inner, IPPROTO_TCP, TCP_NODELAY, 1; # else the second piece of an answer waits 40 ms for the first to be confirmed
      one_way($inner, $outer);
      one_way($outer, $inner);
    } else {
      my $way = defined fileno $handle ? $link{ fileno $handle } : undef;
      next unless $way && $way->{in} == $handle;
      my $count = sysread $handle, $way->{waiting}, 65536, length $way->{waiting};
      next if !defined $count && ($!{EAGAIN} || $!{EINTR});
      if (!defined $count) { drop($way) }
      elsif ($count == 0) { $way->{done} = 1; finish($way) }
    }
  }
  for my $handle (@$writable) {
    my ($way) = grep { $_->{out} == $handle } values %link;
    next unless $way && length $way->{waiting};
    my $count = syswrite $handle, $way->{waiting};
    if (!defined $count) { drop($way) unless $!{EAGAIN} || $!{EINTR}; next }
    substr($way->{waiting}, 0, $count) = '';
    finish($way);
  }
}

# The end of one direction is passed on once all of it is written; both ended, both are closed.
sub finish {
  my ($way) = @_;
  return unless $way->{done} && !length $way->{waiting};
  shutdown $way->{out}, 1;
  my $back = $link{ fileno $way->{out} };
  drop($way) if !$back || ($back->{done} && !length $back->{waiting});
}
