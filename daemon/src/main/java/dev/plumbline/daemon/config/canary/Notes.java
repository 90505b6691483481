package dev.plumbline.daemon.config.canary;

import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what there is to say about one file. */
record Notes(CanaryFiles.Source source, List<CanaryProblem> problems, List<CanaryProblem> warnings) {

    /** A place in the file, 1-based. */
    record Place(int line, int column) {
        static Place of(Node node) {
            return node.getStartMark().map(m -> new Place(m.getLine() + 1, m.getColumn() + 1)).orElse(new Place(1, 1));
        }
    }

    void problem(Place place, String message) {
        problems.add(new CanaryProblem(source.file(), place.line, place.column, message));
    }

    void warning(Place place, String message) {
        warnings.add(new CanaryProblem(source.file(), place.line, place.column, message));
    }
}
