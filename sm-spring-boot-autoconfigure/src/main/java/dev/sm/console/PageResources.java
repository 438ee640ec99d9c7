package dev.sm.console;

import java.io.IOException;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;

/**
 * The files of the page, each with headers that let a browser load from here alone.
 */
final class PageResources {

	static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
			+ "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private static final String LOCATION = "META-INF/sm/console/";

	private static final Map<String, MediaType> TYPES = Map.of("html", MediaType.TEXT_HTML, "css",
			new MediaType("text", "css"), "js", new MediaType("text", "javascript"), "svg",
			new MediaType("image", "svg+xml"));

	private PageResources() {
	}

	/** A file, or {@code null} if there is none of that name. */
	static @Nullable ResponseEntity<byte[]> find(String name) {
		MediaType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
		ClassPathResource resource = new ClassPathResource(LOCATION + name);
		if (type == null || !name.matches("[a-z-]+\\.[a-z]+") || !resource.exists()) {
			return null;
		}
		try {
			byte[] content = resource.getContentAsByteArray();
			return ResponseEntity.ok()
				.contentType(new MediaType(type, java.nio.charset.StandardCharsets.UTF_8))
				.eTag('"' + DigestUtils.md5DigestAsHex(content) + '"')
				.cacheControl(CacheControl.noCache())
				.header("Content-Security-Policy", POLICY)
				.header("X-Content-Type-Options", "nosniff")
				.header("Referrer-Policy", "no-referrer")
				.body(content);
		}
		catch (IOException ex) {
			throw new IllegalStateException("the console's file '" + name + "' cannot be read", ex);
		}
	}

}
