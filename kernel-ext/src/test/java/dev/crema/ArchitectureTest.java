package dev.crema;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** Which package may import which: an arrow of the design for each line. */
@AnalyzeClasses(packages = "dev.crema", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] DJL = {"ai.djl..", "tech.tablesaw.."};

    @ArchTest
    static final ArchRule memory = mayImport("memory");

    @ArchTest
    static final ArchRule datasets = mayImport("datasets", "memory");

    @ArchTest
    static final ArchRule text = mayImport("text", "datasets", "memory");

    @ArchTest
    static final ArchRule augmentation = mayImport("augmentation", "datasets", "memory");

    @ArchTest
    static final ArchRule figures = mayImport("figures", "memory");

    @ArchTest
    static final ArchRule torch = mayImport("torch", "memory");

    @ArchTest
    static final ArchRule layers = mayImport("layers", "datasets", "figures", "torch", "memory");

    @ArchTest
    static final ArchRule models = mayImport("models", "layers", "datasets", "text", "figures");

    @ArchTest
    static final ArchRule training =
            mayImport("training", "layers", "augmentation", "datasets", "figures", "torch", "memory");

    @ArchTest
    static final ArchRule search = mayImport("search", "training", "figures", "memory");

    @ArchTest
    static final ArchRule attack =
            mayImport("attack", "training", "layers", "augmentation", "datasets", "figures", "torch", "memory");

    @ArchTest
    static final ArchRule reward = mayImport("reward", "training", "layers", "datasets", "figures", "torch");

    @ArchTest
    static final ArchRule insight = mayImport("insight", "layers", "datasets", "text", "figures", "torch", "memory");

    @ArchTest
    static final ArchRule geometry = mayImport("geometry", "training", "insight", "layers", "datasets", "figures");

    @ArchTest
    static final ArchRule generation = mayImport("generation", "training", "layers", "datasets", "figures");

    @ArchTest
    static final ArchRule embedding = mayImport("embedding", "figures", "datasets");

    @ArchTest
    static final ArchRule homework = mayImport("homework");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.crema.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheKernelPackageKnowsTheKernel = noClasses()
            .that()
            .resideOutsideOfPackage("dev.crema.kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.dflib..", "jdk.jshell..");

    @ArchTest
    static final ArchRule onlyTheTorchPackageKnowsTheEngine = noClasses()
            .that()
            .resideOutsideOfPackage("dev.crema.torch..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.pytorch..");

    @ArchTest
    static final ArchRule onlyTheKernelPackageKnowsXChart = noClasses()
            .that()
            .resideOutsideOfPackage("dev.crema.kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.knowm..");

    @ArchTest
    static final ArchRule onlyTheTextPackageKnowsIcu = noClasses()
            .that()
            .resideOutsideOfPackage("dev.crema.text..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.ibm.icu..");

    @ArchTest
    static final ArchRule textStandsOnDjlAndIcu = classes()
            .that()
            .resideInAPackage("dev.crema.text..")
            .should()
            .onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                    "dev.crema.text..",
                    "dev.crema.datasets..",
                    "dev.crema.memory..",
                    "ai.djl..",
                    "com.ibm.icu..",
                    "java..",
                    "org.jspecify.."));

    /** The datasets stand on DJL's own interfaces and its reader for JSON, and Tablesaw and its parser of CSV, on any engine. */
    @ArchTest
    static final ArchRule datasetsStandOnDjlAndTablesaw = classes()
            .that()
            .resideInAnyPackage("dev.crema.augmentation..", "dev.crema.datasets..", "dev.crema.memory..")
            .should()
            .onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(Stream.concat(
                            Arrays.stream(DJL),
                            Stream.of(
                                    "com.google.gson..",
                                    "com.univocity..",
                                    "dev.crema.augmentation..",
                                    "dev.crema.datasets..",
                                    "dev.crema.memory..",
                                    "java..",
                                    "javax..",
                                    "org.jspecify.."))
                    .toArray(String[]::new)));

    private static ArchRule mayImport(String name, String... others) {
        String[] allowed = Stream.concat(Stream.of(name), Arrays.stream(others))
                .map(other -> "dev.crema." + other + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("dev.crema." + name + "..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.crema..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                JavaClass.Predicates.resideInAnyPackage(allowed))))
                .allowEmptyShould(true);
    }
}
