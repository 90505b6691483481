package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.Position;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.List;

/** Collects what there is to say about one file. */
record Notes(CanaryFiles.Source source, List<CanaryProblem> problems, List<CanaryProblem> warnings) {

    /** A place in the file, 1-based. */
    record Place(int line, int column) {
        static Place of(YamlNode node) {
            return of(node.at());
        }

        /** Problems of a file as a whole stand at its beginning. */
        static Place of(Position at) {
            return new Place(Math.max(1, at.line()), Math.max(1, at.column()));
        }
    }

    void problem(Place place, String message) {
        problems.add(new CanaryProblem(source.file(), place.line, place.column, message));
    }

    void warning(Place place, String message) {
        warnings.add(new CanaryProblem(source.file(), place.line, place.column, message));
    }
}
