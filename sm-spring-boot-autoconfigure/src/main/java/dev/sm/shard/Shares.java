package dev.sm.shard;

import java.util.Arrays;

/**
 * Even shares by water filling: each participant is filled up to one level per weight,
 * above what it has already and below what it may take.
 */
final class Shares {

	private Shares() {
	}

	/**
	 * Shares an amount out.
	 * @param amount what there is
	 * @param weight the weight of each taker, more than 0
	 * @param base what each has already
	 * @param room the most that each may take
	 * @return what each takes; the sum is the amount, or all the room if that is less
	 */
	static double[] of(double amount, double[] weight, double[] base, double[] room) {
		double level = level(amount, weight, base, room);
		double[] shares = new double[weight.length];
		for (int i = 0; i < shares.length; i++) {
			shares[i] = Math.min(room[i], Math.max(0, level * weight[i] - base[i]));
		}
		return shares;
	}

	private static double level(double amount, double[] weight, double[] base, double[] room) {
		int n = weight.length;
		Edge[] edges = new Edge[2 * n];
		for (int i = 0; i < n; i++) {
			edges[2 * i] = new Edge(base[i] / weight[i], weight[i]);
			edges[2 * i + 1] = new Edge((base[i] + room[i]) / weight[i], -weight[i]);
		}
		Arrays.sort(edges);
		double level = 0;
		double slope = 0;
		double left = amount;
		int opened = 0;
		for (Edge edge : edges) {
			double step = slope * (edge.level - level);
			if (opened > 0 && step >= left) {
				return level + left / slope;
			}
			left -= (opened > 0) ? step : 0;
			level = edge.level;
			slope += edge.slope;
			opened += (edge.slope > 0) ? 1 : -1;
		}
		return Double.MAX_VALUE;
	}

	private record Edge(double level, double slope) implements Comparable<Edge> {

		@Override
		public int compareTo(Edge other) {
			int byLevel = Double.compare(this.level, other.level);
			return (byLevel != 0) ? byLevel : Double.compare(other.slope, this.slope);
		}

	}

}
