"""Writes judging.csv: areas under ROC and precision-recall curves as scikit-learn 1.9.1 computes them."""

import csv
import random
import sys

from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score, roc_curve


def main():
    rng = random.Random(7)
    truth = [int(rng.random() < 0.3) for _ in range(60)]
    # rounded, so that many scores are equal
    scores = [round(rng.gauss(0.8 * t, 0.7), 1) for t in truth]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["truth", *truth])
    out.writerow(["scores", *scores])
    out.writerow(["rocArea", repr(float(roc_auc_score(truth, scores)))])
    out.writerow(["averagePrecision", repr(float(average_precision_score(truth, scores)))])
    false_rate, true_rate, _ = roc_curve(truth, scores, drop_intermediate=False)
    out.writerow(["falsePositiveRate", *(repr(float(v)) for v in false_rate)])
    out.writerow(["recall", *(repr(float(v)) for v in true_rate)])
    precision, _, _ = precision_recall_curve(truth, scores)
    out.writerow(["precision", *(repr(float(v)) for v in precision[::-1])])


if __name__ == "__main__":
    main()
