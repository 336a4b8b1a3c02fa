import ai.djl.basicdataset.cv.classification.FashionMnist;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.Repository;
import ai.djl.training.dataset.Batch;
import java.nio.file.Path;

/** DJL's side: its Fashion-MNIST, scaled by its default, ToTensor, in batches of 128. */
class Djl {
    public static void main(String[] arguments) throws Exception {
        NDManager manager = NDManager.newBaseManager();
        manager.ones(new Shape(1)).close();
        Repository repository = Repository.newInstance("bench", Path.of(arguments[0]));
        long start = System.nanoTime();
        FashionMnist data = FashionMnist.builder()
                .optRepository(repository)
                .setSampling(128, true)
                .build();
        data.prepare();
        int seen = 0;
        for (Batch batch : data.getData(manager)) {
            seen += (int) batch.getData().head().size(0);
            batch.close();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (seen != 60_000) {
            throw new AssertionError(seen + " images, expected 60000");
        }
        System.out.println(seconds);
    }
}
