"""The kernel extension, asked as a notebook asks it: by messages."""

import base64
import time

import jupyter_kernel_test
import nbformat
import pytest
from nbclient import NotebookClient

from crema_lab.kernel import Kernel

TEXT, HTML, PNG, SVG = "text/plain", "text/html", "image/png", "image/svg+xml"
PICTURE = {TEXT, HTML, PNG, SVG}

LIVE = """
    Figure frame(String words) {
        return Figure.of("Live", words, 200, 100, canvas -> canvas.line(0, 0, 200, 100, Pen.of(Theme::ink, 2)));
    }
"""


def manager(code):
    """The code of a cell that needs arrays."""
    return "var m = NDManager.newBaseManager();\n" + code


# code of a cell, the forms its value has, how its text begins
SHOWN = {
    "figure": ('LineChart.of("Loss").line("train", new double[] {1, 2}, new double[] {2, 1})', PICTURE, "Line chart"),
    "matrix array": (manager("m.create(new float[] {1, 2, 3, 4}, new Shape(2, 2))"), {TEXT, HTML}, "NDArray  [2, 2]  float32"),
    "closed array": (manager("var a = m.ones(new Shape(2)); a.close(); a"), {TEXT}, "NDArray, closed"),
    "batch of images": (manager("m.randomUniform(0, 1, new Shape(9, 1, 28, 28))"), PICTURE, "NDArray  [9, 1, 28, 28]"),
    "list of arrays": (manager("new NDList(m.ones(new Shape(2)))"), {TEXT}, "NDList of 1"),
    "float[]": ("new float[] {1, 2}", {TEXT}, "float[2]  min 1, mean 1.5, max 2"),
    "float[][]": ("new float[][] {{1, 2}, {3, 4}}", {TEXT, HTML}, "float[2][2]"),
    "double[]": ("new double[] {0.5}", {TEXT}, "double[1]"),
    "int[]": ("new int[1000]", {TEXT}, "int[1000]"),
    "int[][]": ("new int[][] {{1}, {2, 3}}", {TEXT}, "int[2][]"),
    "long[]": ("new long[] {1L << 60}", {TEXT}, "long[1]"),
    "boolean[]": ("new boolean[] {true}", {TEXT}, "boolean[1]  1 true"),
    "String[]": ('new String[] {"a"}', {TEXT}, "String[1]\n[a]"),
    "table": ('Table.create("t").addColumns(IntColumn.create("a", new int[] {1}))', {TEXT, HTML}, "t: 1 rows, 1 columns"),
    "chart": ('var c = new org.knowm.xchart.XYChart(300, 200); c.setTitle("T");'
              ' c.addSeries("s", new double[] {1}, new double[] {1}); c', {TEXT, PNG}, "T (XYChart): s"),
    "picture": ("new BufferedImage(3, 4, BufferedImage.TYPE_INT_RGB)", {TEXT, PNG}, "Picture, 3 × 4 pixels"),
    "network without weights": ("seq(linear(2), relu())", {TEXT}, "Sequence"),
    "network": ("var net = LeNet.of(10); initialize(net, new Shape(1, 1, 28, 28), 1); net", {TEXT, HTML}, "layer "),
    "data set": ("Mnist.load()", PICTURE, "MNIST: 28 × 28 pixels, 10 classes"),
    "labelled images": ("Mnist.load().test().first(20)", PICTURE, "Labelled images: 28 × 28 pixels"),
    "error": ('new IllegalStateException("Native resource has been released already.")', {TEXT},
              "java.lang.IllegalStateException: Native resource has been released already.\nHint: "),
    "number": ("1 + 1", {TEXT}, "2"),
    "text": ('"<b>"', {TEXT}, "<b>"),
}


@pytest.mark.parametrize("code, forms, text", SHOWN.values(), ids=SHOWN.keys())
def test_value_is_shown(shared_kernel, code, forms, text):
    reply = shared_kernel.check(code)
    bundle = reply.value
    assert set(bundle) == forms
    assert bundle[TEXT].startswith(text)
    assert reply.stdout == "" and reply.stderr == ""
    metadata = reply.outputs[-1]["metadata"]
    for picture in {PNG, SVG} & forms:
        assert metadata[picture]["alt"].strip()
    if PNG in forms:
        assert base64.b64decode(bundle[PNG], validate=True).startswith(b"\x89PNG\r\n")
    if HTML in forms:
        assert "<script" not in bundle[HTML]


def test_show_displays_from_anywhere_in_a_cell(shared_kernel):
    reply = shared_kernel.check("for (int i = 0; i < 2; i++) { show(new int[] {i}); } show(null); show(describe(Mnist.load()));")
    assert [bundle[TEXT].splitlines()[-1] for bundle in reply.bundles[:3]] == ["[0]", "[1]", "null"]
    assert set(reply.bundles[3]) == PICTURE
    assert reply.value is None


def test_start_prints_nothing(tmp_path):
    printed = tmp_path / "printed"
    with printed.open("wb") as output, Kernel(output=output) as kernel:
        reply = kernel.check("1 + 1")
        kernel.check("Mnist.load().name()")
    assert reply.outputs == [{**reply.outputs[0], "data": {TEXT: "2"}}]
    assert printed.read_bytes() == b""


class TestNothingHangsTheKernel:
    @pytest.mark.parametrize("error", ["NoSuchMethodError", "StackOverflowError", "OutOfMemoryError", "UnsatisfiedLinkError"])
    def test_error_in_to_string(self, shared_kernel, error):
        reply = shared_kernel.check(
            f'class Broken {{ public String toString() {{ throw new {error}("boo"); }} }} new Broken()')
        assert f"not shown, because java.lang.{error}: boo" in reply.text
        assert shared_kernel.check("1 + 1").text == "2"

    def test_error_in_a_figure(self, shared_kernel):
        reply = shared_kernel.check('Drawable broken = () -> { throw new NoSuchFieldError("boo"); }; broken')
        assert "java.lang.NoSuchFieldError: boo" in reply.text
        assert shared_kernel.check("1 + 1").text == "2"

    def test_error_in_somebody_elses_renderer(self, kernel):
        kernel.check("""
            class Foreign {}
            org.dflib.jjava.jupyter.kernel.BaseKernel.notebookKernel().getRenderer().createRegistration(Foreign.class)
                .register((value, context) -> { throw new NoSuchMethodError("boo"); });
        """)
        reply = kernel.run("new Foreign()", timeout=20)
        assert reply.error == "NoSuchMethodError: java.lang.NoSuchMethodError: boo"
        assert kernel.check("1 + 1").text == "2"

    def test_heap_exhausted(self, kernel):
        reply = kernel.run("var all = new ArrayList<byte[]>(); while (true) { all.add(new byte[100_000_000]); }")
        assert "OutOfMemoryError" in reply.error
        assert "Hint: the Java heap is full" in reply.bundles[0][TEXT]
        assert kernel.check("all = null; new byte[100_000_000].length").text == "100000000"

    def test_array_too_large_for_any_heap(self, shared_kernel):
        for _ in range(3):
            assert "OutOfMemoryError" in shared_kernel.run("new byte[Integer.MAX_VALUE]").error
        assert shared_kernel.check("1 + 1").text == "2"

    def test_endless_recursion(self, shared_kernel):
        reply = shared_kernel.run("int deep(int n) { return deep(n + 1) + 1; } deep(0)")
        assert "StackOverflowError" in reply.error
        assert shared_kernel.check("1 + 1").text == "2"


def test_hint_stands_above_the_error(shared_kernel):
    reply = shared_kernel.run(manager("m.ones(new Shape(2, 3)).matMul(m.ones(new Shape(4, 5)))"))
    assert [output["type"] for output in reply.outputs] == ["display_data", "error"]
    assert "expects 4 inputs for each example and got 3" in reply.bundles[0][TEXT]
    assert "mat1 and mat2 shapes cannot be multiplied" in reply.error


def test_ordinary_error_has_no_hint(shared_kernel):
    reply = shared_kernel.run('throw new IllegalArgumentException("k is 11")')
    assert [output["type"] for output in reply.outputs] == ["error"]


class TestLiveFigure:
    COUNT = LIVE + """
        void count(int millis) {
            long start = System.nanoTime();
            int n = 0;
            try (LiveFigure live = LiveFigure.open()) {
                while (System.nanoTime() - start < millis * 1_000_000L) {
                    String words = "state " + ++n;
                    live.show(() -> frame(words));
                }
            }
            System.out.println(n + " " + (System.nanoTime() - start) / 1e9);
        }
    """

    def test_is_updated_in_place_at_most_five_times_a_second(self, kernel):
        kernel.check(self.COUNT)
        reply = kernel.check("count(1500);")
        states, seconds = reply.stdout.split()
        shown = [message["content"] for message in reply.messages
                 if message["msg_type"] in ("display_data", "update_display_data")]
        assert len({content["transient"]["display_id"] for content in shown}) == 1
        assert 1 < len(shown) <= 5 * float(seconds) + 3, "the first, the last, and its full form come on top"
        assert shown[-1]["data"][TEXT] == f"state {states}"
        assert set(shown[-1]["data"]) == PICTURE, "the last frame stays in the notebook"
        assert all(PNG not in content["data"] for content in shown[:-1]), "frames that pass are small"
        assert len(reply.bundles) == 1

    def test_saved_notebook_has_the_last_frame(self):
        notebook = nbformat.v4.new_notebook(cells=[
            nbformat.v4.new_code_cell(self.COUNT), nbformat.v4.new_code_cell("count(500);")])
        NotebookClient(notebook, kernel_name="crema", timeout=60).execute()
        nbformat.validate(notebook)
        outputs = notebook.cells[1].outputs
        picture = next(output for output in outputs if output.output_type == "display_data")
        states = next(output.text for output in outputs if output.output_type == "stream").split()[0]
        assert picture.data[TEXT] == f"state {states}"
        assert isinstance(picture.data[PNG], str)
        assert picture.metadata[PNG]["alt"] == f"state {states}"

    def test_interrupted_loop_shows_its_last_frame(self, kernel):
        kernel.check(LIVE)
        request = kernel.client.execute("""
            int batches = 0;
            try (LiveFigure live = LiveFigure.open()) {
                while (true) {
                    long end = System.nanoTime() + 300_000_000L;
                    while (System.nanoTime() < end) {}
                    int done = ++batches;
                    live.show(() -> frame("batch " + done));
                    if (Thread.interrupted()) {
                        live.show(() -> frame("stopped after batch " + done));
                        break;
                    }
                }
            }
        """)
        self.await_update(kernel, request, lambda text: text.startswith("batch 2"))
        kernel.interrupt()
        assert kernel.wait(request).status == "error"
        last = self.await_update(kernel, request, lambda text: text.startswith("stopped"))
        while PNG not in last["data"]:
            last = self.await_update(kernel, request, lambda text: text.startswith("stopped"))
        batches = kernel.check("batches").text
        assert last["data"][TEXT] == f"stopped after batch {batches}"

    def test_interrupted_training_shows_its_last_frame_and_keeps_its_history(self, kernel):
        kernel.check("var digits = Mnist.load(); var net = Mlp.of(28 * 28, 16, 10);")
        request = kernel.client.execute("var history = fit(net, digits, epochs(10_000));")
        self.await_update(kernel, request, lambda text: True)
        kernel.interrupt()
        assert kernel.wait(request).status == "error"
        last = self.await_update(kernel, request, lambda text: "interrupt" in text)
        assert last["data"][TEXT]
        end = time.monotonic() + 30
        while kernel.run("history.state()").text != "INTERRUPTED":
            assert time.monotonic() < end, "the history never came"

    @staticmethod
    def await_update(kernel, request, wanted):
        """Waits for an update of the request's figure whose text is wanted."""
        while True:
            message = kernel.client.get_iopub_msg(timeout=30)
            if message["msg_type"] == "update_display_data" and message["parent_header"]["msg_id"] == request:
                if wanted(message["content"]["data"][TEXT]):
                    return message["content"]


def test_shutdown_uninstalls_the_extension(tmp_path):
    seen = tmp_path / "screen"
    kernel = Kernel().start()
    kernel.check(f"""
        var watcher = new Thread(() -> {{
            try {{
                Screen notebook = Screen.current();
                while (Screen.current() == notebook) {{ Thread.sleep(5); }}
                java.nio.file.Files.writeString(Path.of("{seen}"), Screen.current().getClass().getSimpleName());
            }} catch (Exception e) {{ throw new RuntimeException(e); }}
        }});
        watcher.setDaemon(true);
        watcher.start();
    """)
    kernel.stop(now=False)
    assert seen.read_text() == "Terminal"


class TestProtocol(jupyter_kernel_test.KernelTests):
    """What JJava 1.0a8 itself supports; it has no history, and its kernel_info lacks a status."""

    kernel_name = "crema"
    language_name = "java"
    file_extension = ".jshell"
    code_hello_world = 'System.out.println("hello, world")'
    code_stderr = 'System.err.println("oops")'
    completion_samples = [{"text": "System.ou", "matches": {"out"}}, {"text": "LeNet.o", "matches": {"of("}}]
    complete_code_samples = ["1 + 1", "int twice(int n) { return 2 * n; }"]
    incomplete_code_samples = ["int twice(int n) {", "for (int i = 0; i < 3; i++) {"]
    code_generate_error = "throw new RuntimeException()"
    code_execute_result = [{"code": "6 * 7", "result": "42"}]
    code_display_data = [{"code": "show(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB))", "mime": "image/png"}]

    test_kernel_info = None
    test_inspect = None
    test_history = None
    test_pager = None
    test_clear_output = None
