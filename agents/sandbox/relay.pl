# Runs inside of the sandbox: listens on 127.0.0.1, hands every connection to the unix socket of the model's proxy, starts the command
# and ends as it ends. The same as relay.mjs. It loads no module: Socket and POSIX take five times as long as all else that is done here
# before the command starts, so the numbers that they name stand below, as Linux has them on x64 and arm64.
#
# usage: perl relay.pl PORT SOCKET PROGRAM [ARGUMENT ...]
use strict;
BEGIN { $^W = 1 }

my ($AF_UNIX, $AF_INET, $SOCK_STREAM) = (1, 2, 1);
my ($SOL_SOCKET, $SO_REUSEADDR, $IPPROTO_TCP, $TCP_NODELAY) = (1, 2, 6, 1);
my ($F_GETFL, $F_SETFL, $O_NONBLOCK) = (3, 4, 04000);
my ($EINTR, $EAGAIN) = (4, 11);
my $WNOHANG = 1;

my ($port, $path, @command) = @ARGV;
die "relay: $path: too long\n" if length $path > 107;
my $proxy = pack 'S a108', $AF_UNIX, $path;
my ($listener, $ended, $end);
socket($listener, $AF_INET, $SOCK_STREAM, 0)
  && setsockopt($listener, $SOL_SOCKET, $SO_REUSEADDR, 1)
  && bind($listener, pack 'S n C4 x8', $AF_INET, $port, 127, 0, 0, 1)
  && listen($listener, 64)
  or die "relay: cannot listen on $port: $!\n";
pipe($ended, $end) or die "relay: pipe: $!\n";
my $child = fork() // die "relay: fork: $!\n";
if ($child == 0) { $^W = 0; exec { $command[0] } @command or do { print STDERR "relay: $command[0]: $!\n"; exit 127 } }
$SIG{PIPE} = 'IGNORE';
$SIG{TERM} = 'IGNORE'; # the command gets its own, and its end is ours
# A signal may come between the look and the wait of select; a pipe keeps it.
$SIG{CHLD} = sub { syswrite $end, '.' };
syswrite $end, '.';
at_once($listener);

my $MOST = 1 << 20; # bytes waiting in one direction before reading pauses
my %link; # by file number of `in`: {in, out, waiting => bytes for out, done => in has ended}

sub at_once { fcntl $_[0], $F_SETFL, fcntl($_[0], $F_GETFL, 0) | $O_NONBLOCK or die "relay: fcntl: $!\n" }
sub later { $! == $EAGAIN || $! == $EINTR }
sub one_way { my ($in, $out) = @_; $link{ fileno $in } = { in => $in, out => $out, waiting => '', done => 0 } }
sub drop { my ($way) = @_; delete $link{ fileno $_ } for $way->{in}, $way->{out}; close $_ for $way->{in}, $way->{out} }

while (1) {
  my ($reads, $writes) = ('', '');
  vec($reads, fileno $_, 1) = 1 for $listener, $ended, map { $_->{in} } grep { !$_->{done} && length $_->{waiting} < $MOST } values %link;
  vec($writes, fileno $_->{out}, 1) = 1 for grep { length $_->{waiting} } values %link;
  next if select($reads, $writes, undef, undef) < 0;
  if (vec $reads, fileno $ended, 1) {
    sysread $ended, my $woken, 4096;
    exit($? & 127 ? 128 + ($? & 127) : $? >> 8) if waitpid($child, $WNOHANG) == $child;
  }
  # Those of this look: what is dropped on the way may give its number to a new one, which waits for the next.
  my @ways = values %link;
  for my $way (grep { vec $reads, fileno $_->{in}, 1 } grep { defined fileno $_->{in} } @ways) {
    next unless defined fileno $way->{in};
    my $count = sysread $way->{in}, $way->{waiting}, 65536, length $way->{waiting};
    if (!defined $count) { drop($way) unless later(); next }
    $way->{done} = 1 if $count == 0;
    pass($way); # at once, without another look: it fits nearly always
  }
  pass($_) for grep { defined fileno $_->{out} && length $_->{waiting} && vec $writes, fileno $_->{out}, 1 } @ways;
  begin() if vec $reads, fileno $listener, 1;
}

sub begin {
  my ($inner, $outer);
  accept($inner, $listener) or return;
  socket($outer, $AF_UNIX, $SOCK_STREAM, 0) && connect($outer, $proxy) or return;
  at_once($_) for $inner, $outer;
  setsockopt $inner, $IPPROTO_TCP, $TCP_NODELAY, 1; # else the second piece of an answer waits 40 ms for the first to be confirmed
  one_way($inner, $outer);
  one_way($outer, $inner);
}

# Writes what waits. The end of one direction is passed on once all of it is written; both ended, both are closed.
sub pass {
  my ($way) = @_;
  if (length $way->{waiting}) {
    my $count = syswrite $way->{out}, $way->{waiting};
    if (!defined $count) { drop($way) unless later(); return }
    substr($way->{waiting}, 0, $count) = '';
  }
  return unless $way->{done} && !length $way->{waiting};
  shutdown $way->{out}, 1;
  my $back = $link{ fileno $way->{out} };
  drop($way) if !$back || ($back->{done} && !length $back->{waiting});
}
