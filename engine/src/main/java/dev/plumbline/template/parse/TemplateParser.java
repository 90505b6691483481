package dev.plumbline.template.parse;

import dev.plumbline.model.Quoting;
import dev.plumbline.template.parse.Expr.Pipeline;
import dev.plumbline.template.parse.Token.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Parses a text into the template of its own name and those that it defines. By recursive descent over blocks and
 * parentheses, whose nesting is bounded; all else is a loop.
 */
public final class TemplateParser {
    private final TokenStream tokens;
    private final PipelineParser pipelines;
    private final List<String> predeclared;
    private final Map<String, Tree> trees = new LinkedHashMap<>();
    private int loops;

    private TemplateParser(Source source, Predicate<String> functions, List<String> predeclared) {
        this.tokens = new TokenStream(source);
        this.pipelines = new PipelineParser(tokens, functions);
        this.predeclared = predeclared;
    }

    /**
     * The trees of a text, by name; the text's own under the name of the source.
     *
     * @param functions which names are functions
     * @param predeclared variables of the text's own template besides {@code $}, each with its {@code $}
     * @throws dev.plumbline.template.value.TemplateException for the first mistake, with its place
     */
    public static Map<String, Tree> parse(Source source, Predicate<String> functions, List<String> predeclared) {
        var parser = new TemplateParser(source, functions, predeclared);
        parser.top();
        return parser.trees;
    }

    /** How a list of nodes ended. */
    private record Body(List<Node> nodes, Token end) {}

    private void top() {
        pipelines.startTemplate(predeclared);
        var nodes = new ArrayList<Node>();
        while (!tokens.peek().is(Type.END)) {
            if (startsDefinition()) {
                definition();
            } else {
                node(nodes);
            }
        }
        add(new Tree(tokens.source().name(), tokens.source(), nodes), 0);
    }

    private boolean startsDefinition() {
        int mark = tokens.mark();
        boolean definition = tokens.next().is(Type.LEFT) && tokens.peekNonSpace().isKeyword("define");
        tokens.goBackTo(mark);
        return definition;
    }

    private void definition() {
        tokens.next();
        Token define = tokens.nextNonSpace();
        String name = name("define clause");
        tokens.expect(Type.RIGHT, "define clause");
        body(define, name);
    }

    /** The body of a definition, which knows no variables but its own. */
    private void body(Token start, String name) {
        List<String> known = pipelines.variables();
        int outerLoops = loops;
        loops = 0;
        pipelines.startTemplate(List.of());
        Body body = list(start);
        if (!body.end.isKeyword("end")) {
            throw tokens.unexpected(body.end, "definition of " + Quoting.quote(name));
        }
        endOfClause("end");
        loops = outerLoops;
        pipelines.restoreVariables(known);
        add(new Tree(name, tokens.source(), body.nodes), start.position());
    }

    private void add(Tree tree, int position) {
        Tree known = trees.get(tree.name());
        if (known == null || known.isEmpty()) {
            trees.put(tree.name(), tree);
        } else if (!tree.isEmpty()) {
            throw tokens.error(position, "multiple definition of template " + Quoting.quote(tree.name()));
        }
    }

    private String name(String context) {
        Token token = tokens.expect(Type.STRING, context);
        String name = Literals.string(token.text());
        if (name == null) {
            throw tokens.error(token.position(), "invalid syntax in string: " + token.text());
        }
        return name;
    }

    /** Nodes up to an {@code end} or {@code else}, of which the keyword is taken. */
    private Body list(Token start) {
        tokens.enter(start.position());
        var nodes = new ArrayList<Node>();
        while (!tokens.peek().is(Type.END)) {
            int mark = tokens.mark();
            if (tokens.next().is(Type.LEFT)) {
                Token keyword = tokens.nextNonSpace();
                if (keyword.isKeyword("end") || keyword.isKeyword("else")) {
                    tokens.leave();
                    return new Body(nodes, keyword);
                }
            }
            tokens.goBackTo(mark);
            node(nodes);
        }
        throw tokens.error(start.position(), "unexpected end of the text: " + start.shown() + " has no end");
    }

    private void endOfClause(String context) {
        tokens.expect(Type.RIGHT, context);
    }

    private void node(List<Node> nodes) {
        Token token = tokens.next();
        if (token.is(Type.TEXT)) {
            nodes.add(new Node.Text(token.position(), token.text()));
            return;
        }
        Token first = tokens.peekNonSpace();
        if (first.is(Type.KEYWORD)) {
            tokens.next();
            nodes.add(clause(first));
        } else {
            nodes.add(new Node.Action(first.position(), pipelines.pipeline("command", Type.RIGHT)));
        }
    }

    private Node clause(Token keyword) {
        return switch (keyword.text()) {
            case "if", "with", "range" -> control(keyword);
            case "template" -> call(keyword);
            case "block" -> block(keyword);
            case "break" -> jump(keyword, new Node.Break(keyword.position()));
            case "continue" -> jump(keyword, new Node.Continue(keyword.position()));
            default -> throw tokens.unexpected(keyword, "command");
        };
    }

    private Node jump(Token keyword, Node node) {
        endOfClause(keyword.text());
        if (loops == 0) {
            throw tokens.error(keyword.position(), "{{" + keyword.text() + "}} outside {{range}}");
        }
        return node;
    }

    private Node call(Token keyword) {
        String name = name("template clause");
        Pipeline value = null;
        if (tokens.peekNonSpace().is(Type.RIGHT)) {
            tokens.next();
        } else {
            value = pipelines.pipeline("template clause", Type.RIGHT);
        }
        return new Node.Call(keyword.position(), name, value);
    }

    private Node block(Token keyword) {
        String name = name("block clause");
        Pipeline value = pipelines.pipeline("block clause", Type.RIGHT);
        body(keyword, name);
        return new Node.Call(keyword.position(), name, value);
    }

    private Node control(Token keyword) {
        int known = pipelines.variableCount();
        boolean range = keyword.text().equals("range");
        Pipeline pipeline = pipelines.pipeline(keyword.text(), Type.RIGHT);
        loops += range ? 1 : 0;
        Body then = list(keyword);
        loops -= range ? 1 : 0;
        List<Node> otherwise = then.end.isKeyword("else") ? otherwise(keyword) : nothingElse();
        pipelines.forgetVariables(known);
        int position = keyword.position();
        return switch (keyword.text()) {
            case "if" -> new Node.If(position, pipeline, then.nodes, otherwise);
            case "with" -> new Node.With(position, pipeline, then.nodes, otherwise);
            default -> new Node.Range(position, pipeline, then.nodes, otherwise);
        };
    }

    private List<Node> nothingElse() {
        endOfClause("end");
        return List.of();
    }

    /** What follows an {@code else}: another condition of the same sort, which shares the end, or a list. */
    private List<Node> otherwise(Token keyword) {
        Token next = tokens.peekNonSpace();
        if (next.is(Type.KEYWORD)) {
            if (keyword.text().equals("range") || !next.isKeyword(keyword.text())) {
                throw tokens.unexpected(next, "else");
            }
            tokens.next();
            tokens.enter(next.position());
            Node condition = control(next);
            tokens.leave();
            return List.of(condition);
        }
        endOfClause("else");
        Body body = list(keyword);
        if (!body.end.isKeyword("end")) {
            throw tokens.error(body.end.position(), "expected end; found {{else}}");
        }
        endOfClause("end");
        return body.nodes;
    }
}
