# usage: perl - INTERFACE DESTINATION_MAC KIND RATE COUNT
# Sends COUNT Ethernet frames to DESTINATION_MAC from INTERFACE, RATE a second. KIND says what differs between frames:
#   macs   the source MAC address (random, locally administered)
#   flows  UDP source port, destination port and source address (random in 192.168.0.0/16)
# The random numbers are the same in each run. Gives up after four times as long as it should take. Prints how many
# frames were sent and the seconds that it took.
use strict;
use warnings;
use Time::HiRes qw(sleep);

my ($interface, $destination, $kind, $rate, $count) = @ARGV;
my ($AF_PACKET, $SOCK_RAW, $ETH_IPV4, $ETH_EXPERIMENTAL) = (17, 3, 0x0800, 0x88b5);
sub bytes { pack("C6", map { hex } split(/:/, $_[0])) }
sub line { open(my $file, "<", $_[0]) or die "$_[0]: $!\n"; my $line = <$file>; chomp $line; $line }
sub now { Time::HiRes::clock_gettime(Time::HiRes::CLOCK_MONOTONIC()) }

sub sum {
  my $sum = 0;
  $sum += $_ for unpack("n*", $_[0]);
  $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
  return ~$sum & 0xffff;
}

sub udp {
  my $address = pack("C4", 192, 168, int(rand(256)), 1 + int(rand(254)));
  my $target = pack("C4", 192, 168, 2, 14);
  my $payload = pack("nnnn", 1024 + int(rand(64000)), 1024 + int(rand(64000)), 8 + 18, 0) . ("m" x 18);
  my $header = pack("CCnnnCCn", 0x45, 0, 20 + length($payload), 0, 0, 64, 17, 0) . $address . $target;
  substr($header, 10, 2) = pack("n", sum($header));
  return $header . $payload;
}

my $index = line("/sys/class/net/$interface/ifindex");
my $own = bytes(line("/sys/class/net/$interface/address"));
my $target = bytes($destination);
socket(my $socket, $AF_PACKET, $SOCK_RAW, 0) or die "socket: $!\n";
# struct sockaddr_ll of packet(7): family, protocol, ifindex, hatype, pkttype, halen, addr
my $to = pack("Sna4SCCa8", $AF_PACKET, 0, pack("i", $index), 0, 0, 6, $target);

srand(5);
my ($sent, $failed) = (0, 0);
my $start = now();
while ($sent < $count) {
  my $due = (now() - $start) * $rate;
  die "only $sent of $count frames in time\n" if $due > 4 * $count + $rate;
  while ($sent < $count && $sent < $due) {
    my $frame =
      $kind eq "macs"
      ? $target . pack("C6", 2, map { int(rand(256)) } 1 .. 5) . pack("n", $ETH_EXPERIMENTAL) . ("m" x 46)
      : $target . $own . pack("n", $ETH_IPV4) . udp();
    defined(send($socket, $frame, 0, $to)) or $failed++;
    $sent++;
  }
  sleep(0.001);
}
printf "sent %d failed %d seconds %.3f\n", $sent - $failed, $failed, now() - $start;
