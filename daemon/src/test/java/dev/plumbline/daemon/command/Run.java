package dev.plumbline.daemon.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A command that was run: its exit code and what it printed. */
public record Run(int exit, String out, String err) {

    /** Runs a command in this process. */
    public static Run of(Object command, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = new CommandLine(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
        return new Run(exit, out.toString(), err.toString());
    }
}
