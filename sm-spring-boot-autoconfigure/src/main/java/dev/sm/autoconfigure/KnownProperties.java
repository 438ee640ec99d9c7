package dev.sm.autoconfigure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * The tree of known properties, read from the records that they are bound to, as far as
 * it is looked at. Not thread-safe.
 */
final class KnownProperties {

	private static final KnownProperties ELEMENT = new KnownProperties(Kind.VALUE, null);

	private final Kind kind;

	private final @Nullable Class<?> type;

	private @Nullable Map<String, KnownProperties> children;

	/** The kinds of property. */
	enum Kind {

		/** One value. */
		VALUE,

		/** Values by number. */
		LIST,

		/** Properties by fixed names. */
		GROUP,

		/** Properties by names of the user's choice. */
		MAP

	}

	/**
	 * Creates a tree.
	 * @param kind what may stand below
	 * @param type of a group its record, and of a map the type of its values
	 */
	private KnownProperties(Kind kind, @Nullable Class<?> type) {
		this.kind = kind;
		this.type = type;
	}

	static KnownProperties of(Class<?> record) {
		return new KnownProperties(Kind.GROUP, record);
	}

	private static KnownProperties ofType(Class<?> type, Type generic) {
		if (type.isRecord()) {
			return of(type);
		}
		if (Map.class.isAssignableFrom(type)) {
			return new KnownProperties(Kind.MAP, (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[1]);
		}
		return new KnownProperties(Collection.class.isAssignableFrom(type) ? Kind.LIST : Kind.VALUE, null);
	}

	/** What may stand below. */
	Kind kind() {
		return this.kind;
	}

	/**
	 * What stands below.
	 * @return of a group each by its name in kebab case; of a map what each value is, by
	 * the empty name
	 */
	Map<String, KnownProperties> children() {
		if (this.children == null) {
			this.children = read();
		}
		return this.children;
	}

	private Map<String, KnownProperties> read() {
		Map<String, KnownProperties> children = new LinkedHashMap<>();
		if (this.type != null && this.kind == Kind.MAP) {
			children.put("", ofType(this.type, this.type));
		}
		else if (this.type != null) {
			for (RecordComponent component : this.type.getRecordComponents()) {
				children.put(DataObjectPropertyName.toDashedForm(component.getName()),
						ofType(component.getType(), component.getGenericType()));
			}
		}
		return children;
	}

	/**
	 * What stands below this under a name, in any of the forms that binding accepts.
	 * @param name the name
	 * @return the child, or {@code null} if there is none
	 */
	@Nullable KnownProperties child(String name) {
		return switch (this.kind) {
			case VALUE -> null;
			case LIST -> name.chars().allMatch(Character::isDigit) ? ELEMENT : null;
			case MAP -> children().get("");
			case GROUP -> member(uniform(name));
		};
	}

	private @Nullable KnownProperties member(String uniform) {
		for (Map.Entry<String, KnownProperties> child : children().entrySet()) {
			if (uniform(child.getKey()).equals(uniform)) {
				return child.getValue();
			}
		}
		return null;
	}

	/**
	 * All properties that hold a value, for suggestions.
	 * @param names the names of a key that was given; they stand for names of the user's
	 * choice
	 * @return the keys, each as its names
	 */
	List<List<String>> values(List<String> names) {
		List<List<String>> values = new ArrayList<>();
		visit(List.of(), names, (path, property) -> {
			if (property.kind == Kind.VALUE || property.kind == Kind.LIST) {
				values.add(path);
			}
		});
		return values;
	}

	private void visit(List<String> path, List<String> names, BiConsumer<List<String>, KnownProperties> visitor) {
		visitor.accept(path, this);
		children().forEach((name, child) -> {
			boolean chosen = this.kind == Kind.MAP;
			String actual = (names.size() > path.size()) ? names.get(path.size()) : "NAME";
			List<String> longer = new ArrayList<>(path);
			longer.add(chosen ? actual : name);
			child.visit(longer, names, visitor);
		});
	}

	static String uniform(String name) {
		StringBuilder uniform = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			if (Character.isLetterOrDigit(name.charAt(i))) {
				uniform.append(Character.toLowerCase(name.charAt(i)));
			}
		}
		return uniform.toString();
	}

}
