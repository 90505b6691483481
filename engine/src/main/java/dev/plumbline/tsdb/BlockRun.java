package dev.plumbline.tsdb;

/** The frames from … to (exclusive) of a block's table. */
record BlockRun(BlockTable table, int from, int to) implements Run {

    @Override
    public long minTime() {
        return table.firstTime(from);
    }

    @Override
    public long maxTime() {
        return table.lastTime(to - 1);
    }

    @Override
    public int rows() {
        return table.rows(from, to);
    }

    @Override
    public boolean has(int column, int seriesId) {
        return true; // a column is one series' for ever
    }

    @Override
    public boolean isFull(int column) {
        return table.isFull(column);
    }

    @Override
    public void times(long[] out, int at) {
        table.times(from, to, out, at);
    }

    @Override
    public boolean values(int column, double[] out, Place place) {
        return table.values(column, from, to, out, place);
    }

    @Override
    public void extras(int column, double[] values, int at, Extras out) {
        table.extras(column, from, to, values, at, out);
    }
}
