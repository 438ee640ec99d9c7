package dev.sm.sample;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A client of one instance that tells errors instead of throwing them.
 */
class SampleClient {

	private static final ParameterizedTypeReference<Map<String, Object>> OBJECT = new ParameterizedTypeReference<>() {
	};

	private static final ParameterizedTypeReference<List<Map<String, Object>>> ARRAY = new ParameterizedTypeReference<>() {
	};

	private final RestClient http;

	private final String base;

	SampleClient(int port) {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory();
		requests.setReadTimeout(Duration.ofSeconds(20));
		this.base = "http://127.0.0.1:" + port;
		this.http = RestClient.builder()
			.requestFactory(requests)
			.defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
			})
			.build();
	}

	ResponseEntity<Map<String, Object>> add(String name, Object by, String... headers) {
		RestClient.RequestBodySpec request = this.http.post()
			.uri(UriComponentsBuilder.fromUriString(this.base)
				.path("/counts/" + name)
				.queryParam("by", by)
				.build()
				.encode()
				.toUri());
		for (int header = 0; header < headers.length; header += 2) {
			request.header(headers[header], headers[header + 1]);
		}
		return request.retrieve().toEntity(OBJECT);
	}

	ResponseEntity<Map<String, Object>> get(String path) {
		return this.http.get().uri(uri(path)).retrieve().toEntity(OBJECT);
	}

	List<Map<String, Object>> list(String path) {
		return this.http.get().uri(uri(path)).retrieve().requiredBody(ARRAY);
	}

	String text(String path) {
		return this.http.get().uri(uri(path)).retrieve().requiredBody(String.class);
	}

	ResponseEntity<Map<String, Object>> post(String path, MediaType type, Object body) {
		return this.http.post().uri(uri(path)).contentType(type).body(body).retrieve().toEntity(OBJECT);
	}

	private URI uri(String path) {
		return URI.create(this.base + path);
	}

}
