package dev.preheat.testing;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/** The sources under one folder, as a person counts them: by lines that hold code. */
public record Sources(List<SourceFile> files) {
    private static final Pattern COMMENT_OR_TEXT = Pattern.compile(
            "//[^\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\])*'", Pattern.DOTALL);

    public Sources {
        files = List.copyOf(files);
    }

    /**
     * One file.
     *
     * @param lines that hold code
     */
    public record SourceFile(Path path, int lines, List<Method> methods) {}

    /**
     * A method or a constructor.
     *
     * @param name with its class: {@code Routes.add}, {@code Routes.Routes}
     * @param lines that hold code, from its first annotation to its last brace
     * @param own whether only its own file can call it
     * @param parameters their types, as written
     */
    public record Method(String name, Kind kind, boolean own, int lines, List<String> parameters) {}

    /** Whose parameters they are. */
    public enum Kind {
        METHOD,
        CONSTRUCTOR,
        /** A record's components, again. */
        RECORD_CONSTRUCTOR
    }

    /** Reads every {@code .java} file under {@code root}. */
    public static Sources under(Path root) {
        try (var paths = Files.walk(root)) {
            return read(paths.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** All methods of all files. */
    public List<Method> methods() {
        return files.stream().flatMap(file -> file.methods().stream()).toList();
    }

    private static Sources read(List<Path> paths) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(paths));
            var positions = Trees.instance(task).getSourcePositions();
            var files = new ArrayList<SourceFile>();
            for (var unit : task.parse()) {
                var text = withoutComments(
                        unit.getSourceFile().getCharContent(true).toString());
                var reader = new Reader(unit, positions, text);
                reader.scan(unit, null);
                files.add(new SourceFile(Path.of(unit.getSourceFile().toUri()), codeLines(text), reader.methods));
            }
            return new Sources(files);
        }
    }

    // Every character keeps its place.
    private static String withoutComments(String text) {
        return COMMENT_OR_TEXT.matcher(text).replaceAll(found -> {
            var blank = found.group().startsWith("/") ? found.group().replaceAll("[^\n]", " ") : found.group();
            return Matcher.quoteReplacement(blank);
        });
    }

    private static int codeLines(String text) {
        return (int) text.lines().filter(line -> !line.isBlank()).count();
    }

    private static final class Reader extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final String text;
        private final Deque<ClassTree> classes = new ArrayDeque<>();
        private final List<Method> methods = new ArrayList<>();

        Reader(CompilationUnitTree unit, SourcePositions positions, String text) {
            this.unit = unit;
            this.positions = positions;
            this.text = text;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            classes.push(type);
            super.visitClass(type, null);
            classes.pop();
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            var start = (int) positions.getStartPosition(unit, method);
            var end = (int) positions.getEndPosition(unit, method);
            if (end > start) { // else javac made it up
                var type = classes.element();
                var name = type.getSimpleName() + "."
                        + method.getName().toString().replace("<init>", type.getSimpleName());
                var parameters = method.getParameters().stream()
                        .map(parameter -> String.valueOf(parameter.getType()))
                        .toList();
                methods.add(new Method(
                        name, kind(type, method), isOwn(method), codeLines(text.substring(start, end)), parameters));
            }
            return super.visitMethod(method, null);
        }

        private boolean isOwn(MethodTree method) {
            return Stream.concat(
                            Stream.of(method.getModifiers()), classes.stream().map(ClassTree::getModifiers))
                    .anyMatch(modifiers -> modifiers.getFlags().contains(Modifier.PRIVATE));
        }

        private static Kind kind(ClassTree type, MethodTree method) {
            if (!method.getName().contentEquals("<init>")) {
                return Kind.METHOD;
            }
            return type.getKind() == Tree.Kind.RECORD ? Kind.RECORD_CONSTRUCTOR : Kind.CONSTRUCTOR;
        }
    }
}
