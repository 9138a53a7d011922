# usage: perl - ADDRESS RATE COUNT FIRST
# Sends COUNT small UDP packets to ADDRESS, RATE a second, each of a flow of its own: flow numbers run from FIRST, and
# each has its pair of source port (from 20000) and destination port (1024 to 61023). Gives up after four times as long
# as it should take. Prints how many were sent and the seconds that it took.
use strict;
use warnings;
use Socket;
use Time::HiRes qw(sleep);

my ($address, $rate, $count, $first) = @ARGV;
my $ports = 60000;
my $target = inet_aton($address) or die "no address: $address\n";
sub now { Time::HiRes::clock_gettime(Time::HiRes::CLOCK_MONOTONIC()) }

my ($socket, $source, $sent, $failed) = (undef, 0, 0, 0);
my $start = now();
while ($sent < $count) {
  my $due = (now() - $start) * $rate;
  die "only $sent of $count packets in time\n" if $due > 4 * $count + $rate;
  while ($sent < $count && $sent < $due) {
    my $flow = $first + $sent;
    my $wanted = 20000 + int($flow / $ports);
    if ($wanted != $source) {
      socket($socket, PF_INET, SOCK_DGRAM, 0) or die "socket: $!\n";
      bind($socket, pack_sockaddr_in($wanted, INADDR_ANY)) or die "bind to $wanted: $!\n";
      $source = $wanted;
    }
    defined(send($socket, "midolab", 0, pack_sockaddr_in(1024 + $flow % $ports, $target))) or $failed++;
    $sent++;
  }
  sleep(0.001);
}
printf "sent %d failed %d seconds %.3f\n", $sent - $failed, $failed, now() - $start;
