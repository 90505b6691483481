package dev.plumbline.daemon.scrape.http;

/**
 * A good answer, whose body is in the {@link Body} that was given.
 *
 * @param contentType the header's value, empty when absent
 * @param wireBytes bytes of the body as they came, before decompression
 */
public record Answer(String contentType, long wireBytes) {}
