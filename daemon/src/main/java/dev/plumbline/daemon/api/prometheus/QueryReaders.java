package dev.plumbline.daemon.api.prometheus;

/** All handlers that ask the store and so wait for a place among queries. */
public record QueryReaders(QueryApi queries, SeriesApi series, ExemplarsApi exemplars, FederateApi federate, TsdbApi tsdb) {}
