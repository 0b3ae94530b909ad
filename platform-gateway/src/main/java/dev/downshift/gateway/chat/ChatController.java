package dev.downshift.gateway.chat;

import dev.downshift.core.routing.LiveRouting;
import dev.downshift.gateway.GatewaySettings;
import dev.downshift.gateway.OpenAiError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The part of the OpenAI API that agents call. */
@RestController
@RequestMapping("/v1")
class ChatController {

    private final ChatGateway gateway;
    private final IncumbentClient incumbents;
    private final LiveRouting routing;
    private final int largestRequest;

    ChatController(ChatGateway gateway, IncumbentClient incumbents, LiveRouting routing, GatewaySettings settings) {
        this.gateway = gateway;
        this.incumbents = incumbents;
        this.routing = routing;
        this.largestRequest = Math.toIntExact(settings.largestRequest().toBytes());
    }

    @PostMapping("/chat/completions")
    void chat(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readNBytes(largestRequest + 1);
        if (body.length > largestRequest) {
            OpenAiError.of(413, "request_too_large", "The request is larger than " + largestRequest + " bytes.").write(response);
            return;
        }
        gateway.answer(body, request, response);
    }

    /** The models of the incumbent. */
    @GetMapping("/models")
    void models(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LiveRouting.Snapshot live = routing.current();
        if (live.incumbent().isEmpty()) {
            OpenAiError.of(503, "no_incumbent", "No incumbent endpoint is set. Set it under Settings.").write(response);
            return;
        }
        try (IncumbentAnswer answer = incumbents.get(live.incumbent().get(), "/models", request)) {
            IncumbentRelay.relay(answer, response);
        } catch (IncumbentRelay.ClientGone gone) {
            return;
        } catch (IOException | IllegalArgumentException unreachable) {
            OpenAiError.of(502, "incumbent_unreachable", "The incumbent endpoint could not be reached. Look at its address under Settings.").write(response);
        }
    }

    /** Paths of the API that the gateway does not speak. */
    @RequestMapping("/**")
    void other(HttpServletRequest request, HttpServletResponse response) throws IOException {
        OpenAiError.of(404, "not_found", "The gateway answers POST /v1/chat/completions and GET /v1/models; there is nothing at " + request.getRequestURI() + ".").write(response);
    }
}
