package dev.downshift.core;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the running thread leave the processors to threads that answer somebody. Java's own thread priorities do nothing on Linux, which
 * keeps a nice value for each thread; elsewhere the value is that of the whole process, and nothing is changed.
 */
public enum Niceness {

    /** For work that somebody follows on a page. */
    BACKGROUND(5),

    /** For work that may take as long as it takes while other work comes in. */
    IDLE(15);

    private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);
    private static final int PRIO_PROCESS = 0;
    private static final int THIS_THREAD = 0;

    private final int value;

    Niceness(int value) {
        this.value = value;
    }

    /** Holds for the running thread, and for the threads and processes that it starts from now on. */
    @SuppressWarnings("restricted")
    public void apply() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return;
        }
        try {
            Linker linker = Linker.nativeLinker();
            MemorySegment address = linker.defaultLookup().findOrThrow("setpriority");
            MethodHandle setPriority = linker.downcallHandle(address,
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int result = (int) setPriority.invokeExact(PRIO_PROCESS, THIS_THREAD, value);
            LOG.debug("setpriority({}) gave {}", value, result);
        } catch (Throwable unavailable) {
            LOG.info("Background work has the same share of the processors as all else: {}", unavailable.toString());
        }
    }
}
