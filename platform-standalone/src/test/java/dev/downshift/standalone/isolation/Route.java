package dev.downshift.standalone.isolation;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * One address that takes an id, in its path or among its fields.
 *
 * @param takes the names of the query parameters, form fields or body fields
 */
record Route(String method, String pattern, Set<String> takes) {

    /** The names under which anything with an address is asked for. */
    private static final Set<String> ID_NAMES =
            Set.of("task", "upload", "dataset", "candidate", "evaluation", "promotion", "run", "person", "organization", "id");

    /** What a form or a body may ask for besides, so that a request comes as far as looking its id up. */
    private static final Map<String, Object> OTHER_FIELDS = Map.ofEntries(
            Map.entry("comment", "because"), Map.entry("reason", "because"), Map.entry("name", "name"), Map.entry("mode", "SHADOW"),
            Map.entry("role", "VIEWER"), Map.entry("margin", 0.05), Map.entry("share", 1), Map.entry("baseModel", "smollm2-135m-instruct"),
            Map.entry("displayName", "Name"), Map.entry("password", "a password for tests"), Map.entry("epochs", 1),
            Map.entry("maxSeconds", 60));

    /** Every address of the application that takes an id. */
    static List<Route> all(RequestMappingHandlerMapping mappings) {
        List<Route> routes = new ArrayList<>();
        mappings.getHandlerMethods().forEach((mapping, handler) -> {
            if (handler.getBeanType().getName().startsWith("dev.downshift.")) {
                var methods = mapping.getMethodsCondition().getMethods();
                for (String pattern : mapping.getPatternValues()) {
                    for (RequestMethod method : methods.isEmpty() ? EnumSet.of(RequestMethod.GET) : methods) {
                        routes.add(new Route(method.name(), pattern, takes(handler)));
                    }
                }
            }
        });
        return routes.stream().filter(route -> route.hasIdInPath() || !route.idFields().isEmpty())
                .sorted(Comparator.comparing(Route::toString)).toList();
    }

    private List<String> idFields() {
        return takes.stream().filter(ID_NAMES::contains).sorted().toList();
    }

    boolean isApi() {
        return pattern.startsWith("/api/");
    }

    boolean isRead() {
        return method.equals("GET");
    }

    boolean hasIdInPath() {
        return pattern.contains("{");
    }

    /** Where to ask for an id; of a choice of words the first is taken. */
    String at(UUID id) {
        String path = pattern.replaceAll("\\{split:(\\w+)[^}]*}", "$1").replaceAll("\\{file}", "model.gguf")
                .replaceAll("\\{[^{}]*(\\{[^{}]*}[^{}]*)*}", id.toString());
        return isRead() ? path + idFields().stream().map(name -> name + "=" + id).collect(Collectors.joining("&", "?", "")) : path;
    }

    /** What to send along for an id: what the route takes, and nothing else. */
    Map<String, Object> fields(UUID id) {
        Map<String, Object> fields = new HashMap<>(OTHER_FIELDS);
        idFields().forEach(name -> fields.put(name, id.toString()));
        fields.keySet().retainAll(takes);
        return fields;
    }

    private static Set<String> takes(HandlerMethod handler) {
        return Arrays.stream(handler.getMethodParameters()).flatMap(Route::names).collect(Collectors.toSet());
    }

    private static Stream<String> names(MethodParameter parameter) {
        if (parameter.hasParameterAnnotation(RequestBody.class)) {
            RecordComponent[] components = parameter.getParameterType().getRecordComponents();
            return components == null ? Stream.empty() : Arrays.stream(components).map(RecordComponent::getName);
        }
        return parameter.hasParameterAnnotation(RequestParam.class)
                ? Stream.of(parameter.getParameter().getName())
                : Stream.empty();
    }
}
