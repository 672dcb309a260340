import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/**
 * The same service without the write: the packaged jar with one method replaced. {@code Acceptance.submit} answers
 * {@code Accepted} with a fresh id and touches no store; everything before and after it is the product's own.
 */
final class Unstored {
    private static final String CLASS = "dev/preheat/accept/Acceptance";
    private static final ClassDesc STORE = ClassDesc.ofInternalName(CLASS);
    private static final ClassDesc CLOCK = ClassDesc.of("java.time.InstantSource");
    private static final ClassDesc INSTANT = ClassDesc.of("java.time.Instant");
    private static final ClassDesc TASK = ClassDesc.of("dev.preheat.preheat.TaskId");
    private static final ClassDesc ACCEPTED = ClassDesc.of("dev.preheat.accept.Submission$Accepted");

    private Unstored() {}

    /** The command of the stored service, with the changed class in front of its jar. */
    static List<String> command(List<String> stored, Path classes) throws IOException {
        var command = new ArrayList<>(stored);
        int at = command.indexOf("-jar");
        var jar = Path.of(command.get(at + 1));
        try (var opened = new JarFile(jar.toFile())) {
            write(opened, classes.resolve(CLASS + ".class"));
            command.set(at, "-cp");
            command.set(at + 1, classes + ":" + jar);
            command.add(at + 2, opened.getManifest().getMainAttributes().getValue("Main-Class"));
        }
        return command;
    }

    private static void write(JarFile jar, Path target) throws IOException {
        try (var in = jar.getInputStream(jar.getEntry(CLASS + ".class"))) {
            var classFile = ClassFile.of();
            var model = classFile.parse(in.readAllBytes());
            if (model.methods().stream().noneMatch(Unstored::isSubmit)) {
                throw new IllegalStateException("Acceptance has no submit any more: change Unstored");
            }
            Files.createDirectories(target.getParent());
            Files.write(target, classFile.transformClass(model, answering()));
        }
    }

    private static boolean isSubmit(MethodModel method) {
        return method.methodName().equalsString("submit");
    }

    private static ClassTransform answering() {
        return (builder, element) -> {
            if (element instanceof MethodModel method && isSubmit(method)) {
                builder.withMethodBody(method.methodName(), method.methodType(), method.flags().flagsMask(), code -> code
                        .new_(ACCEPTED)
                        .dup()
                        .aload(0)
                        .getfield(STORE, "clock", CLOCK)
                        .invokeinterface(CLOCK, "instant", MethodTypeDesc.of(INSTANT))
                        .invokestatic(TASK, "next", MethodTypeDesc.of(TASK, INSTANT))
                        .invokespecial(ACCEPTED, "<init>", MethodTypeDesc.of(ClassDesc.ofDescriptor("V"), TASK))
                        .areturn());
            } else {
                builder.with(element);
            }
        };
    }
}
