package dev.sm.routing.loadbalancer;

import java.net.URI;

import dev.sm.routing.key.RequestView;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A request that is about to be sent.
 *
 * @param data what Spring Cloud LoadBalancer knows of it
 */
record SentRequest(RequestData data) implements RequestView {

	@Override
	public String method() {
		return String.valueOf(this.data.getHttpMethod());
	}

	@Override
	public String path() {
		URI url = this.data.getUrl();
		String path = (url != null) ? url.getRawPath() : null;
		return (path == null || path.isEmpty()) ? "/" : path;
	}

	@Override
	public @Nullable String header(String name) {
		HttpHeaders headers = this.data.getHeaders();
		return (headers != null) ? headers.getFirst(name) : null;
	}

	@Override
	public @Nullable String param(String name) {
		URI url = this.data.getUrl();
		if (url == null || url.getRawQuery() == null) {
			return null;
		}
		MultiValueMap<String, String> params = UriComponentsBuilder.newInstance()
			.query(url.getRawQuery())
			.build()
			.getQueryParams();
		String value = params.getFirst(UriUtils.encodeQueryParam(name, UTF_8));
		return (value != null) ? UriUtils.decode(value.replace('+', ' '), UTF_8) : null;
	}

}
