# The cluster's JVM on a small host, such as a lab's.
# Read by /usr/share/midonet-cluster/midonet-cluster-start; a change takes effect at the next start.

# Largest size of the Java heap.
MAX_HEAP_SIZE="256M"

# More options for the JVM.
JVM_OPTS=""
