package dev.sm.console;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.sm.cache.MigrationRefusedException;
import dev.sm.console.Operations.Order;
import dev.sm.manager.ShardManagerException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapperImpl;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Serves the page and what it asks for.
 */
@RestController
@RequestMapping("${sm.console.path:/sm/console}")
public final class ConsoleController {

	private static final String CSRF = "_csrf";

	private final ConsoleDriver driver;

	private final KeyLookup lookup;

	private final @Nullable Operations operations;

	private final @Nullable String role;

	/**
	 * Creates the controller.
	 * @param driver tells browsers what there is to see
	 * @param lookup finds keys
	 * @param operations what may be done from the page, or {@code null} for nothing
	 * @param role the role that somebody needs for that, or {@code null} for none
	 */
	public ConsoleController(ConsoleDriver driver, KeyLookup lookup, @Nullable Operations operations,
			@Nullable String role) {
		this.driver = driver;
		this.lookup = lookup;
		this.operations = operations;
		this.role = role;
	}

	/** Relative, so that it is right behind any prefix. */
	@GetMapping
	ResponseEntity<Void> base(HttpServletRequest request) {
		String path = request.getRequestURI();
		return ResponseEntity.status(HttpStatus.FOUND)
			.header("Location", path.substring(path.lastIndexOf('/') + 1) + "/")
			.build();
	}

	@GetMapping("/")
	@Nullable ResponseEntity<byte[]> page() {
		return PageResources.find("index.html");
	}

	@GetMapping("/{file:[a-z-]+\\.(?:css|js|svg)}")
	ResponseEntity<byte[]> file(@PathVariable String file) {
		ResponseEntity<byte[]> found = PageResources.find(file);
		return (found != null) ? found : ResponseEntity.notFound().build();
	}

	@GetMapping("/api/events")
	ResponseEntity<SseEmitter> events() {
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			// some proxies keep what is sent until they have a lot
			.header("X-Accel-Buffering", "no")
			.contentType(MediaType.TEXT_EVENT_STREAM)
			.body(this.driver.open());
	}

	@GetMapping("/api/key")
	ResponseEntity<KeyLookup.Found> key(@RequestParam String key) {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(this.lookup.find(key));
	}

	/** What whoever looks may do, and what has to come with that. */
	@GetMapping("/api/rights")
	ResponseEntity<Map<String, Object>> rights(HttpServletRequest request) {
		Map<String, Object> rights = new LinkedHashMap<>();
		rights.put("operator", mayOperate(request));
		Object token = request.getAttribute(CSRF);
		if (token != null) {
			BeanWrapperImpl csrf = new BeanWrapperImpl(token);
			rights.put("csrfHeader", csrf.getPropertyValue("headerName"));
			rights.put("csrfToken", csrf.getPropertyValue("token"));
		}
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(rights);
	}

	@PostMapping(path = "/api/operations", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> operate(@RequestBody Order order,
			@RequestHeader(name = "X-Sm-Console", required = false) @Nullable String mark, HttpServletRequest request) {
		// no other site's page can send that header
		if (this.operations == null || mark == null || !mayOperate(request)) {
			if (this.operations != null) {
				this.operations.refused(order, who(request));
			}
			return error(HttpStatus.FORBIDDEN,
					(this.operations == null)
							? "the console only shows; set 'sm.console.read-only' to false to operate from it"
							: "you may not operate from the console; it takes the role '" + this.role + "'");
		}
		this.operations.run(order, who(request));
		return ResponseEntity.ok(Map.of("done", order.toString()));
	}

	private static String who(HttpServletRequest request) {
		Principal user = request.getUserPrincipal();
		return (user != null) ? String.valueOf(user.getName()) : String.valueOf(request.getRemoteAddr());
	}

	private boolean mayOperate(HttpServletRequest request) {
		return this.operations != null && (this.role == null || request.isUserInRole(this.role));
	}

	@ExceptionHandler
	ResponseEntity<Map<String, Object>> invalid(IllegalArgumentException ex) {
		return error(HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler
	ResponseEntity<Map<String, Object>> tooMany(TooManyViewersException ex) {
		return error(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler({ ShardManagerException.class, MigrationRefusedException.class })
	ResponseEntity<Map<String, Object>> refused(RuntimeException ex) {
		return error(HttpStatus.CONFLICT, String.valueOf(ex.getMessage()));
	}

	private static ResponseEntity<Map<String, Object>> error(HttpStatus status, String message) {
		return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON).body(Map.of("error", message));
	}

}
