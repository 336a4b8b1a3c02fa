package dev.crema.search;

import static dev.crema.search.Search.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Spark: in this process, and as a master and two workers of their own on the loopback interface. */
@Timeout(300)
class SparkTest {
    private static final Logger LOG = Logger.getLogger("org");
    private static final Level LEVEL = LOG.getLevel();
    private static final Space SPACE = space().uniform("x", -2, 2).choice("sign", 1, -1);
    private static final Objective PARABOLA =
            settings -> Math.pow(settings.number("x") - 0.5, 2) + (settings.integer("sign") > 0 ? 0 : 1);

    @TempDir
    static Path folder;

    private final List<Process> processes = new ArrayList<>();

    @BeforeAll
    static void quieten() {
        LOG.setLevel(Level.SEVERE);
    }

    @AfterAll
    static void unquieten() {
        LOG.setLevel(LEVEL);
    }

    @Test
    void onSpark_locally_findsWhatThreadsFind() throws IOException {
        try (SparkSession session = session("local[*]").getOrCreate()) {
            Trials here = search(SPACE, bayesian(10), PARABOLA, parallel(2), silent());
            Trials there = search(SPACE, bayesian(10), PARABOLA, Spark.onSpark(session, 2), silent());
            assertEquals(
                    here.all().stream().map(Trial::settings).toList(),
                    there.all().stream().map(Trial::settings).toList());
            assertEquals(here.best().score(), there.best().score());

            Trials failing = search(
                    SPACE,
                    random(6),
                    settings -> {
                        if (settings.number("x") < 0) {
                            throw new IOException("below zero");
                        }
                        return 1;
                    },
                    Spark.onSpark(session, 2),
                    silent());
            assertTrue(
                    failing.all().stream()
                            .allMatch(trial -> trial.settings().number("x") < 0
                                    ? trial.message().equals("IOException: below zero")
                                    : trial.finished()),
                    failing.table().text(6));

            Object anything = new Object();
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> search(SPACE, random(2), s -> anything.hashCode(), Spark.onSpark(session, 1)))
                    .getMessage();
            assertTrue(message.contains("it holds a java.lang.Object, which is not serializable"), message);
            assertThrows(IllegalArgumentException.class, () -> Spark.onSpark(session, 0));
            session.stop();
            assertThrows(IllegalStateException.class, () -> Spark.onSpark(session, 1));
        }
    }

    @Test
    void onSpark_withAMasterAndTwoWorkers_runsTrialsInTheirProcesses() throws Exception {
        Files.createDirectories(folder.resolve("jars"));
        int port = freePort();
        String master = "spark://127.0.0.1:" + port;
        try {
            start("master.Master", "--host", "127.0.0.1", "--port", "" + port, "--webui-port", "0");
            await(port);
            for (int worker = 0; worker < 2; worker++) {
                String work = folder.resolve("work" + worker).toString();
                start(
                        "worker.Worker",
                        "--host",
                        "127.0.0.1",
                        "--webui-port",
                        "0",
                        "--cores",
                        "1",
                        "--memory",
                        "1g",
                        "--work-dir",
                        work,
                        master);
            }
            try (SparkSession session = session(master)
                    .config("spark.executor.memory", "512m")
                    .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1")
                    .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                    .getOrCreate()) {
                // both executors must have come before the trials begin, lest the first run them all
                while (session.sparkContext().statusTracker().getExecutorInfos().length < 3) {
                    assertFalse(session.sparkContext().isStopped(), this::logs);
                    Thread.sleep(100);
                }
                Trials trials = search(
                        SPACE,
                        random(8),
                        settings -> {
                            Thread.sleep(200);
                            return ProcessHandle.current().pid();
                        },
                        Spark.onSpark(session, 2),
                        silent());
                Set<Long> pids =
                        trials.all().stream().map(trial -> (long) trial.score()).collect(Collectors.toSet());
                assertEquals(2, pids.size(), trials.table().text(8) + logs());
                assertFalse(pids.contains(ProcessHandle.current().pid()), "the driver itself ran trials");
            }
        } finally {
            for (Process process : processes) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static SparkSession.Builder session(String master) {
        return SparkSession.builder()
                .appName("crema")
                .master(master)
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.local.dir", folder.toString())
                .config("spark.sql.warehouse.dir", folder.toUri().toString());
    }

    private void start(String name, String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                java,
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.apache.spark.deploy." + name));
        command.addAll(List.of(arguments));
        File log = folder.resolve(name + processes.size() + ".log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
        builder.environment().put("SPARK_HOME", folder.toString());
        // there is no installation to look it up in
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        processes.add(builder.start());
    }

    private void await(int port) throws Exception {
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                assertTrue(processes.get(0).isAlive(), this::logs);
                Thread.sleep(100);
            }
        }
    }

    private String logs() {
        try (var files = Files.walk(folder)) {
            StringBuilder all = new StringBuilder();
            for (Path log : files.filter(file -> file.toString().matches(".*(\\.log|stderr)"))
                    .toList()) {
                all.append("\n== ").append(log).append('\n').append(Files.readString(log));
            }
            return all.toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
