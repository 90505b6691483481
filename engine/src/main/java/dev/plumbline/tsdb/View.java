package dev.plumbline.tsdb;

import java.util.List;

/** The blocks at one moment, ascending by time; immutable. What is in them is in the groups in memory no more. */
record View(List<Block> blocks) {
    static final View EMPTY = new View(List.of());

    View {
        blocks = List.copyOf(blocks);
    }
}
