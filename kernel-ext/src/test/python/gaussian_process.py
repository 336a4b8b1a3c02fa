"""What scikit-learn's Gaussian process makes of fixed points, for GaussianProcessTest.

    pip install scikit-learn==1.9.1
    python gaussian_process.py > ../resources/dev/crema/search/gaussian_process.csv

Lines: the points (x1, x2, value); the logarithms of the knobs (amplitude, two lengths, noise variance); the likelihood and its
slope there; at some places (x1, x2) the mean and the standard deviation without noise; the best likelihood of 20 starts.
"""

import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

random = np.random.RandomState(0)
points = random.rand(12, 2)
values = np.sin(6 * points[:, 0]) + points[:, 1] ** 2 + 0.05 * random.randn(12)
values = (values - values.mean()) / values.std(ddof=1)
knobs = np.log([1.5, 0.4, 2.0, 0.02])


def line(name, *numbers):
    print(name, *(f"{number:.12g}" for number in numbers), sep=",")


def kernel(bounds):
    return ConstantKernel(1.5, bounds[0]) * Matern([0.4, 2.0], bounds[1], nu=2.5) + WhiteKernel(0.02, bounds[2])


for point, value in zip(points, values):
    line("point", *point, value)
line("knobs", *knobs)
process = GaussianProcessRegressor(kernel(["fixed"] * 3), optimizer=None, alpha=0).fit(points, values)
free = kernel([(0.05, 50), (0.05, 20), (1e-6, 1)])
fitted = GaussianProcessRegressor(free, n_restarts_optimizer=20, alpha=0, random_state=0).fit(points, values)
likelihood, slope = fitted.log_marginal_likelihood(knobs, eval_gradient=True)
line("likelihood", likelihood, *slope)
for place in random.rand(5, 2):
    mean, deviation = process.predict([place], return_std=True)
    line("prediction", *place, mean[0], np.sqrt(deviation[0] ** 2 - 0.02))
line("best", fitted.log_marginal_likelihood_value_)
