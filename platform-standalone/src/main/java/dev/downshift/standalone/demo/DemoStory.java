package dev.downshift.standalone.demo;

import dev.downshift.core.routing.IncumbentEndpoints;
import dev.downshift.core.tenancy.Actor;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells the story: founds an organization and leads it from a trace file to savings, one stage after the other. */
@Component
public class DemoStory {

    private final DemoPeople people;
    private final IncumbentEndpoints incumbents;
    private final PrintStream out = System.out;

    DemoStory(DemoPeople people, IncumbentEndpoints incumbents) {
        this.people = people;
        this.incumbents = incumbents;
    }

    /**
     * Runs every stage against the server on {@code port} and prints where to sign in.
     *
     * @return whether every stage held
     */
    public boolean tell(DemoOptions options, int port) {
        var server = URI.create("http://127.0.0.1:" + port);
        var report = new Report(out);
        out.println("Downshift runs on " + server + ". The story:");
        var cast = people.found();
        var client = new ApiClient(server, cast.engineerKey());
        if (options.traces().isEmpty()) {
            tellWithSampleAgent(options, report, cast, client, server);
        } else {
            new Discovery(report, client).run(options.traces());
        }
        if (options.report() != null) {
            report.write(options.report());
        }
        if (!options.once()) {
            printWhereToSignIn(server, cast, report);
        }
        return report.held();
    }

    /** The incumbent answers until the process ends, because the gateway goes on asking it. */
    private void tellWithSampleAgent(DemoOptions options, Report report, DemoPeople.Cast cast, ApiClient client, URI server) {
        var workload = new Workload(options);
        var incumbent = workload.startIncumbent();
        Actor.run(cast.ownerActor(), () -> incumbents.set(incumbent.baseUrl().toString(), ""));
        report.stage("workload", workload::generate);
        var tasks = new Discovery(report, client).run(List.of(workload.traces()));
        var candidates = new Training(report, client, options).run(tasks);
        new Promotion(report, client, new ApiClient(server, cast.approverKey())).run(candidates);
        new Operation(report, client, server, cast.gatewayKey(), options).run();
    }

    private void printWhereToSignIn(URI server, DemoPeople.Cast cast, Report report) {
        out.println();
        out.println(report.held() ? "Every stage held. Sign in at " + server : "A stage did not hold; what is there is at " + server);
        out.println("  engineer  " + cast.engineer().email() + "  " + cast.engineer().password());
        out.println("  approver  " + cast.approver().email() + "  " + cast.approver().password() + (Promotion.waits(report) ? "  (a promotion waits for you)" : ""));
        out.println("Ctrl-C ends it.");
    }
}
