"""Trajectories of Gymnasium's CartPole-v1 for CartPoleTest: python cart_pole.py > cart_pole.csv (pip install gymnasium==1.4.0).

A line: action (-1 begins an episode), the four numbers of the state in full precision, reward, terminated, truncated.
"""

import gymnasium
import numpy

STARTS = [[0.01, -0.02, 0.03, 0.04], [-1.5, -2.0, 0.1, 0.3], [2.3, 1.0, -0.05, 0.0]]
CHOICES = [lambda i, s: i % 2, lambda i, s: int(i % 3 > 0), lambda i, s: int(s[2] + 0.5 * s[3] > 0)]

environment = gymnasium.make("CartPole-v1")
for start, choose in zip(STARTS, CHOICES):
    environment.reset(seed=0)
    environment.unwrapped.state = numpy.array(start)
    print(",".join(map(repr, [-1, *start, 0, 0, 0])))
    over = False
    i = 0
    while not over:
        action = choose(i, environment.unwrapped.state)
        _, reward, terminated, truncated, _ = environment.step(action)
        state = [float(number) for number in environment.unwrapped.state]
        print(",".join(map(repr, [action, *state, float(reward), int(terminated), int(truncated)])))
        over = terminated or truncated
        i += 1
