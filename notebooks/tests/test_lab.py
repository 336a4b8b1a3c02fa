"""binder/lab itself."""


def test_kernel_sees_the_course_and_the_engine(kernel):
    assert kernel.check("dev.crema.figures.Figure.class.getName()").text == "dev.crema.figures.Figure"
    reply = kernel.check("ai.djl.engine.Engine.getInstance().getEngineName()")
    assert reply.text == "PyTorch"
    assert reply.stdout == reply.stderr == ""
