# usage: perl - INTERFACE MAC SECONDS FIRST PERIOD MOVES
# Stands for a station with address MAC that now and then is here: after FIRST seconds, and every PERIOD seconds from
# then on, MOVES times, it sends a gratuitous ARP request (RFC 5227) from MAC. For SECONDS seconds it notes each frame
# to MAC that arrives. Prints "moved TIME" and "got TIME" lines; TIME is CLOCK_MONOTONIC in seconds.
use strict;
use warnings;

my ($interface, $mac, $seconds, $first, $period, $moves) = @ARGV;
my ($AF_PACKET, $SOCK_RAW, $ETH_ALL, $ETH_ARP) = (17, 3, 0x0003, 0x0806);
my ($SOL_PACKET, $PACKET_ADD_MEMBERSHIP, $PACKET_MR_PROMISC) = (263, 1, 1);
use Time::HiRes;
sub bytes { pack("C6", map { hex } split(/:/, $_[0])) }
sub now { Time::HiRes::clock_gettime(Time::HiRes::CLOCK_MONOTONIC()) }

open(my $file, "<", "/sys/class/net/$interface/ifindex") or die "$interface: $!\n";
chomp(my $index = <$file>);
my $station = bytes($mac);
socket(my $socket, $AF_PACKET, $SOCK_RAW, unpack("S", pack("n", $ETH_ALL))) or die "socket: $!\n";
bind($socket, pack("Sna4SCCa8", $AF_PACKET, $ETH_ALL, pack("i", $index), 0, 0, 0, "")) or die "bind: $!\n";
setsockopt($socket, $SOL_PACKET, $PACKET_ADD_MEMBERSHIP, pack("iSSa8", $index, $PACKET_MR_PROMISC, 0, ""))
  or die "promiscuous mode: $!\n";
my $address = pack("C4", 192, 168, 1, 99);
my $arp =
  ("\xff" x 6) . $station . pack("n", $ETH_ARP) . pack("nnCCn", 1, 0x0800, 6, 4, 1) . $station . $address . ("\0" x 6)
  . $address . ("\0" x 18);
my $to = pack("Sna4SCCa8", $AF_PACKET, 0, pack("i", $index), 0, 0, 6, "\xff" x 6);

$| = 1;
my $start = now();
my $moved = 0;
while ((my $passed = now() - $start) < $seconds) {
  if ($moved < $moves && $passed >= $first + $moved * $period) {
    defined(send($socket, $arp, 0, $to)) or die "send: $!\n";
    printf "moved %.6f\n", now();
    $moved++;
  }
  my $readable = "";
  vec($readable, fileno($socket), 1) = 1;
  next unless select($readable, undef, undef, 0.002);
  recv($socket, my $frame, 2048, 0);
  printf "got %.6f\n", now() if substr($frame, 0, 6) eq $station;
}
