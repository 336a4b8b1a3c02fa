package dev.crema.kernel;

import dev.crema.datasets.Photo;
import java.io.IOException;

/** Shows a photograph, and below it whose it is, which most licences ask for. */
final class PhotoView implements View<Photo> {
    @Override
    public Bundle of(Photo photo) throws IOException {
        String caption = photo.toString();
        String safe = caption.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
        Bundle bundle = Bundle.text(caption).png(PictureView.png(photo.picture()), caption);
        return bundle.html("<figure><img alt=\"" + safe + "\" src=\"data:image/png;base64,"
                + bundle.data().get(Bundle.PNG) + "\"/><figcaption>" + safe + "</figcaption></figure>");
    }
}
