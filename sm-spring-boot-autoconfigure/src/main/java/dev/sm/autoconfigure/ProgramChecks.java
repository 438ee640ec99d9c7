package dev.sm.autoconfigure;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Checks where programs serve that hold shards, and finds them. */
final class ProgramChecks {

	private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(0*:)+0*1]");

	private ProgramChecks() {
	}

	static void check(String prefix, ShardsProperties.@Nullable Program program) {
		if (program == null) {
			return;
		}
		URI url = program.url();
		boolean valid = url != null && url.getHost() != null && url.getRawUserInfo() == null
				&& ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
		PropertyChecks.require(valid, prefix + ".url", (url != null) ? url.getHost() : null,
				"a URL such as 'http://127.0.0.1:9000'");
		if (url != null && !program.remote() && !LOOPBACK.matcher(url.getHost()).matches()) {
			throw new InvalidPropertyException(prefix + ".url", "'" + prefix + ".url' names the host '" + url.getHost()
					+ "', which is not this one: a program that lives on when this instance dies would go on with its shards.",
					"Let it serve on loopback, or set '" + prefix + ".remote' to true if its writes carry the epoch.");
		}
	}

	/**
	 * The programs of all services.
	 * @param shards the configuration
	 * @param own the application's own service
	 * @return where each serves, by service
	 */
	static Map<String, URI> urls(ShardsProperties shards, String own) {
		Map<String, URI> urls = new TreeMap<>();
		put(urls, own, shards.program());
		shards.services().forEach((name, service) -> put(urls, name, service.program()));
		return urls;
	}

	private static void put(Map<String, URI> urls, String service, ShardsProperties.@Nullable Program program) {
		if (program != null && program.url() != null) {
			urls.put(service, program.url());
		}
	}

}
