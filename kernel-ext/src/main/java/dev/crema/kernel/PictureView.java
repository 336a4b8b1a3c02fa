package dev.crema.kernel;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Shows a picture as it is. */
final class PictureView implements View<BufferedImage> {
    @Override
    public Bundle of(BufferedImage picture) throws IOException {
        String alt = "Picture, " + picture.getWidth() + " × " + picture.getHeight() + " pixels";
        return Bundle.text(alt).png(png(picture), alt);
    }

    static byte[] png(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(picture, "png", bytes)) {
            throw new IOException("no PNG encoder takes this type of picture (" + picture.getColorModel() + ")");
        }
        return bytes.toByteArray();
    }
}
