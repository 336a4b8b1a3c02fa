"""What scikit-learn and scikit-image say of the parts of LIME, for LimeTest.

    pip install scikit-learn==1.9.1 scikit-image==0.26.0
    python superpixels.py > ../resources/dev/crema/insight/superpixels.csv

Each line: name, then numbers. The examples and the image are sines that Java makes too.
"""

import numpy as np
from skimage.color import rgb2lab
from skimage.segmentation import slic
from sklearn.linear_model import Ridge


def out(name, numbers):
    print(name, *(f"{number:.9g}" for number in np.ravel(numbers)), sep=",")


x = np.sin(np.arange(30 * 4)).reshape(30, 4)
y = np.sin(3 * np.arange(30)) + x[:, 1]
importance = 1.1 + np.sin(5 * np.arange(30))
for penalty in 0.5, 20:
    ridge = Ridge(alpha=penalty).fit(x, y, sample_weight=importance)
    r2 = ridge.score(x, y, sample_weight=importance)
    out(f"ridge {penalty}", [*ridge.coef_, ridge.intercept_, r2])

rows, columns = np.mgrid[:60, :80]
planes = [
    np.rint(110 + 40 * np.sin(0.06 * rows + 0.04 * columns * (c + 1)) + 50 * (np.sin(0.2 * rows + c) * np.sin(0.17 * columns) > 0.3))
    for c in range(3)
]
image = np.clip(np.stack(planes, -1), 0, 255).astype(np.uint8)
lab = rgb2lab(image)
out("lab", [*lab[0, 0], *lab[30, 40], *lab[59, 79]])
for about in 20, 60:
    labels = slic(image, n_segments=about, compactness=10, start_label=0, enforce_connectivity=True)
    inside = sum(((lab[labels == i] - lab[labels == i].mean(0)) ** 2).sum() for i in range(labels.max() + 1))
    out(f"slic {about}", [labels.max() + 1, inside / lab[..., 0].size])
