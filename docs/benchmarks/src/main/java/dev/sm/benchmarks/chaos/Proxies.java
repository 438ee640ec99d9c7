package dev.sm.benchmarks.chaos;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Loopback, with proxies on the way to servers that can be cut off. Needs no rights.
 */
final class Proxies implements Network {

	private final List<ProxySite> sites = new CopyOnWriteArrayList<>();

	@Override
	public Site site(String name) {
		ProxySite site = new ProxySite();
		this.sites.add(site);
		return site;
	}

	@Override
	public String host() {
		return ProxySite.HOST;
	}

	@Override
	public boolean isReal() {
		return false;
	}

	@Override
	public void close() {
		this.sites.forEach(ProxySite::close);
	}

}
