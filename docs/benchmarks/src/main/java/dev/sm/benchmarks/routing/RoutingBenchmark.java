package dev.sm.benchmarks.routing;

import dev.sm.benchmarks.chaos.SampleCluster;

/**
 * Shows with three processes of the sample that every request is answered by its owner
 * wherever it is sent, how many need no hop when the client side is used, what a hop
 * costs beside a proxy, and that restarts under load fail no request. {@code etcd},
 * {@code redis-server} and {@code nginx} must be on the path. The exit code is 1 if a
 * request failed or was not answered by its owner.
 */
final class RoutingBenchmark {

	private static final int REQUESTS = Integer.getInteger("requests", 1000);

	private static final int RESTARTS = Integer.getInteger("restarts", 3);

	/** How many requests are sent at least while instances are restarted. */
	private static final int UNDER_LOAD = Integer.getInteger("under-load", 10_000);

	private RoutingBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		// each request once
		System.setProperty("jdk.httpclient.disableRetryConnect", "true");
		System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
		int violations;
		try (SampleCluster cluster = SampleCluster.start(args); Clients clients = new Clients(cluster)) {
			if (REQUESTS > 0) {
				answer(cluster, clients);
			}
			new RestartUnderLoad(cluster, clients).restart(RESTARTS, UNDER_LOAD);
			violations = cluster.violations().size();
		}
		System.exit((violations > 0) ? 1 : 0);
	}

	private static void answer(SampleCluster cluster, Clients clients) throws Exception {
		Answerers answerers = new Answerers(cluster, clients, REQUESTS);
		answerers.random();
		answerers.byClients();
		try (Nginx nginx = Nginx.before(cluster.addresses())) {
			new HopCost(cluster, nginx, REQUESTS).measure();
		}
	}

}
