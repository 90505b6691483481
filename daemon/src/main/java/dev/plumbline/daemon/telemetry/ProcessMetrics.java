package dev.plumbline.daemon.telemetry;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process itself: CPU, memory, threads and garbage collection, under the names that dashboards know. */
public final class ProcessMetrics {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final int PAGE_BYTES = 4096;
    private static final Path STATM = Path.of("/proc/self/statm");

    private ProcessMetrics() {}

    /** Registers all. */
    public static void register(PrometheusRegistry registry, String version) {
        var os = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var runtime = ManagementFactory.getRuntimeMXBean();
        CounterWithCallback.builder().name("process_cpu_seconds_total").help("User and system CPU time in seconds.")
                .callback(c -> c.call(os.getProcessCpuTime() / NANOS_PER_SECOND)).register(registry);
        GaugeWithCallback.builder().name("process_start_time_seconds").help("Start time since the Unix epoch in seconds.")
                .callback(c -> c.call(runtime.getStartTime() / MILLIS_PER_SECOND)).register(registry);
        GaugeWithCallback.builder().name("process_resident_memory_bytes").help("Resident memory in bytes.")
                .callback(c -> c.call(residentBytes())).register(registry);
        var memory = ManagementFactory.getMemoryMXBean();
        GaugeWithCallback.builder().name("jvm_memory_used_bytes").help("Memory in use, by area.").labelNames("area")
                .callback(c -> {
                    c.call(memory.getHeapMemoryUsage().getUsed(), "heap");
                    c.call(memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
                }).register(registry);
        var threads = ManagementFactory.getThreadMXBean();
        GaugeWithCallback.builder().name("jvm_threads_current").help("Platform threads.")
                .callback(c -> c.call(threads.getThreadCount())).register(registry);
        CounterWithCallback.builder().name("jvm_gc_collection_seconds_total").help("Time in garbage collection, by collector.")
                .labelNames("gc").callback(c -> {
                    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
                        c.call(gc.getCollectionTime() / MILLIS_PER_SECOND, gc.getName());
                    }
                }).register(registry);
        Info.builder().name("plumbline_build_info").help("The running build.").labelNames("version", "java")
                .register(registry).addLabelValues(version, Runtime.version().toString());
    }

    /** Resident bytes where the system tells, else 0. */
    private static long residentBytes() {
        try {
            return Long.parseLong(Files.readString(STATM).split(" ", 3)[1]) * PAGE_BYTES;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
