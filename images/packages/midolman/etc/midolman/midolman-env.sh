# The agent's JVM on a small host, such as a lab's.
# Read by /usr/share/midolman/midolman-start; a change takes effect at the agent's next start.

# Size of the Java heap, and of the part of it for young objects.
MAX_HEAP_SIZE="192M"
HEAP_NEWSIZE="96M"

# More options for the JVM.
JVM_OPTS=""
