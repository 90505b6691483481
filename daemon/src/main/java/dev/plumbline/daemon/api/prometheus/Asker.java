package dev.plumbline.daemon.api.prometheus;

/** Who sent a request, for the list of queries. */
record Asker(String client, String agent) {}
