package dev.plumbline.prometheuschunk;

/** Decodes chunks of any encoding that Prometheus up to 3.14 writes. */
public final class ChunkReader {
    private static final int XOR = 1;
    private static final int HISTOGRAM = 2;
    private static final int FLOAT_HISTOGRAM = 3;
    private static final int XOR2 = 4;
    private static final int HISTOGRAM_STARTS = 5;
    private static final int FLOAT_HISTOGRAM_STARTS = 6;

    private ChunkReader() {}

    /**
     * Adds the samples of a chunk, {@code bytes[from, to)}, in the chunk's order, which for an intact one is ascending by
     * time. A histogram's reset is said to be unknown for the first of a chunk, and that there is none for the others.
     *
     * @param encoding Prometheus's number of the encoding, 1 to 6
     * @throws MalformedChunk when the encoding is unknown or the bytes are not what it says; then some samples may have been added
     */
    public static void decode(int encoding, byte[] bytes, int from, int to, SampleColumns into) {
        var in = new BitSource(bytes, from, to);
        switch (encoding) {
            case XOR -> FloatReader.xor(in, into);
            case HISTOGRAM -> HistogramReader.plain(in).read(new IntegerCounts(), into);
            case FLOAT_HISTOGRAM -> HistogramReader.plain(in).read(new FloatCounts(), into);
            case XOR2 -> FloatReader.xor2(in, into);
            case HISTOGRAM_STARTS -> HistogramReader.withStarts(in).read(new IntegerCounts(), into);
            case FLOAT_HISTOGRAM_STARTS -> HistogramReader.withStarts(in).read(new FloatCounts(), into);
            default -> throw new MalformedChunk("a chunk of encoding " + encoding + ", which is not known");
        }
    }
}
