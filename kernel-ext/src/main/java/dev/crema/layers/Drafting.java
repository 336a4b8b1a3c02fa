package dev.crema.layers;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Convolution;
import dev.crema.layers.Architecture.Box;
import dev.crema.layers.Architecture.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the boxes of an {@link Architecture}: opens parts down to a depth at which the boxes are few enough. */
final class Drafting {
    /** A net that runs more parts than this is not opened: steps of a sequence, not layers. */
    private static final int MOST_CALLS = 40;

    private static final int DEEPEST = 12;

    /** A box in the making. */
    private static final class Draft {
        String path = "";
        final List<String> operations = new ArrayList<>();
        Kind kind = Kind.OTHER;
        Shape output;
        long parameters;
        int times = 1;
        Set<Draft> from = new LinkedHashSet<>();

        @Nullable
        Block part;

        Shape[] inputs = {};
        boolean folds;
        boolean reshapes;

        Draft(Shape output) {
            this.output = output;
        }
    }

    /** Where each of several arrays comes from, and their shapes. */
    private record Wire(List<Set<Draft>> from, Shape[] shapes) {
        Set<Draft> all() {
            Set<Draft> all = new LinkedHashSet<>();
            from.forEach(all::addAll);
            return all;
        }
    }

    private final Map<String, Long> parameters = new LinkedHashMap<>();
    private final Set<String> counted = new HashSet<>();
    private final int depth;
    private List<Draft> drafts = new ArrayList<>();
    private boolean closed;

    private Drafting(Summary summary, int depth) {
        this.depth = depth;
        summary.rows().forEach(row -> parameters.merge(row.path(), row.parameters(), Long::sum));
    }

    static Architecture of(Block net, Summary summary, Shape... inputs) {
        Drafting whole = fitting(net, summary, inputs);
        return new Architecture(title(net), whole.boxes(), summary.parameters(), whole.inside(net));
    }

    /** Opens parts as deep as there are few enough boxes. */
    private static Drafting fitting(Block net, Summary summary, Shape... inputs) {
        Drafting best = drafted(net, summary, 1, inputs);
        for (int depth = 2; depth <= DEEPEST && best.closed; depth++) {
            Drafting deeper = drafted(net, summary, depth, inputs);
            if (deeper.count() > Architecture.MOST) {
                break;
            }
            best = deeper;
        }
        return best;
    }

    private static Drafting drafted(Block net, Summary summary, int depth, Shape... inputs) {
        Drafting drafting = new Drafting(summary, depth);
        List<Set<Draft>> given = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            Draft input = new Draft(inputs[i]);
            input.path = inputs.length == 1 ? "input" : "input" + (i + 1);
            input.kind = Kind.INPUT;
            drafting.drafts.add(input);
            given.add(Set.of(input));
        }
        drafting.add("", net, 0, new Wire(given, inputs));
        drafting.fold();
        drafting.repeat();
        return drafting;
    }

    private static String title(Block net) {
        String type = net.getClass().getSimpleName();
        return net instanceof SequentialBlock || type.isEmpty() ? "Network" : type;
    }

    private long count() {
        return drafts.stream()
                .filter(draft -> draft.kind != Kind.INPUT && draft.kind != Kind.JOIN)
                .count();
    }

    private Wire add(String path, Block block, int level, Wire wire) {
        if (Layer.kind(block).equals("identity")) {
            return wire;
        }
        if (Trace.opens(block) && level < depth) {
            if (block instanceof Net net) {
                Wiring wiring = Wiring.of(net, wire.shapes, MOST_CALLS);
                if (!wiring.calls().isEmpty() && wiring.calls().size() <= MOST_CALLS) {
                    return opened(path, wiring, level, wire);
                }
            } else {
                Wire last = wire;
                for (Layer child : Layer.children(block)) {
                    last = add(join(path, child.name()), child.block(), level + 1, last);
                }
                return last;
            }
        }
        return closed(path, block, wire);
    }

    private Wire opened(String path, Wiring wiring, int level, Wire wire) {
        List<Wire> given = new ArrayList<>();
        for (int i = 0; i < wiring.calls().size(); i++) {
            Wiring.Call call = wiring.calls().get(i);
            Wire joined = joined(wiring, i, given, wire, call.inputs());
            given.add(add(join(path, call.name()), call.part(), level + 1, joined));
        }
        return joined(wiring, wiring.calls().size(), given, wire, wiring.outputs());
    }

    private Wire joined(Wiring wiring, int call, List<Wire> given, Wire wire, Shape[] shapes) {
        List<Set<Draft>> from = new ArrayList<>();
        for (int input = 0; input < shapes.length; input++) {
            from.add(joined(wiring, call, input, given, wire, shapes[input]));
        }
        return new Wire(from, shapes);
    }

    private Set<Draft> joined(Wiring wiring, int call, int input, List<Wire> given, Wire wire, Shape shape) {
        Set<Draft> from = new LinkedHashSet<>();
        long channels = 0;
        Set<Integer> sources = wiring.sources(call).get(input);
        for (int source : sources) {
            from.addAll(
                    source < 0
                            ? wire.from.get(-1 - source)
                            : given.get(source).from.get(0));
            Shape one = source < 0 ? wire.shapes[-1 - source] : given.get(source).shapes[0];
            channels += one.dimension() > 1 ? one.get(1) : 0;
        }
        // what was joined before is joined no second time
        for (Draft draft : drafts) {
            if (draft.kind == Kind.JOIN && from.containsAll(draft.from)) {
                from.removeAll(draft.from);
                from.add(draft);
            }
        }
        if (from.size() < 2) {
            return from;
        }
        double value = wiring.value(call, input);
        boolean sum = Math.abs(value - sources.size() * Wiring.GIVEN) < 1e-4;
        boolean product = Math.abs(value - Math.pow(Wiring.GIVEN, sources.size())) < 1e-4;
        Draft join = new Draft(shape);
        join.kind = Kind.JOIN;
        String name = shape.dimension() > 1 && shape.get(1) == channels
                ? "concat"
                : sum ? "add" : product ? "multiply" : "join";
        join.operations.add(name.equals("add") ? "+" : name.equals("multiply") ? "×" : name);
        join.path = name
                + (1
                        + drafts.stream()
                                .filter(draft -> draft.path.startsWith(name))
                                .count());
        join.from = from;
        drafts.add(join);
        return Set.of(join);
    }

    private Wire closed(String path, Block block, Wire wire) {
        Shape[] outputs = block.getOutputShapes(wire.shapes);
        Draft draft = new Draft(outputs[0]);
        draft.path = path.isEmpty() ? Layer.kind(block) : path;
        draft.from = wire.all();
        draft.part = block;
        draft.inputs = wire.shapes;
        draft.parameters = counted.add(draft.path) ? learned(draft.path) : 0;
        String kind = Layer.kind(block);
        boolean several = Trace.opens(block) && !Layer.children(block).isEmpty();
        closed |= several;
        if (several) {
            draft.kind = Kind.PART;
            draft.operations.addAll(operations(block));
        } else {
            draft.kind = kind(block, draft, wire.shapes[0]);
            draft.operations.add(operation(block));
        }
        boolean same = outputs[0].equals(wire.shapes[0]);
        boolean plain = !several && !(block instanceof Windowed);
        draft.folds = plain
                && same
                && (block.getParameters().isEmpty()
                        || kind.toLowerCase(Locale.ROOT).contains("norm")
                        || kind.equals("prelu"));
        draft.reshapes = plain
                && !same
                && block.getParameters().isEmpty()
                && (outputs[0].size() == wire.shapes[0].size() || kind.equals("samePad"));
        drafts.add(draft);
        return new Wire(Collections.nCopies(outputs.length, Set.of(draft)), outputs);
    }

    private long learned(String path) {
        return parameters.entrySet().stream()
                .filter(row -> row.getKey().equals(path) || row.getKey().startsWith(path + "."))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static Kind kind(Block block, Draft draft, Shape input) {
        String kind = Layer.kind(block).toLowerCase(Locale.ROOT);
        if (block instanceof Convolution || kind.contains("conv")) {
            return Kind.CONVOLUTION;
        }
        if (block instanceof Windowed || kind.contains("pool")) {
            return Kind.POOLING;
        }
        if (block instanceof Recurrent || kind.contains("embedding") || kind.contains("attention")) {
            return Kind.SEQUENCE;
        }
        return (draft.parameters > 0 && !draft.output.equals(input)) || kind.contains("linear")
                ? Kind.DENSE
                : Kind.OTHER;
    }

    private static String operation(Block block) {
        String kind = Layer.kind(block);
        if (block instanceof Windowed windowed) {
            Window window = windowed.window();
            String step = window.stride() == 1 ? "" : " /" + window.stride();
            return kind + " " + window.size() + "×" + window.size() + step;
        }
        if (block instanceof TransposedConv conv) {
            return kind + " " + conv.kernel() + "×" + conv.kernel() + " ×" + conv.stride();
        }
        return kind;
    }

    /** What the layers of a closed part do, without activations and the like, which are many. */
    private static List<String> operations(Block block) {
        List<String> operations = new ArrayList<>();
        for (Layer child : Layer.children(block)) {
            if (Trace.opens(child.block())) {
                operations.addAll(operations(child.block()));
            } else if (!child.block().getParameters().isEmpty()
                    && !Layer.kind(child.block()).toLowerCase(Locale.ROOT).contains("norm")) {
                operations.add(operation(child.block()));
            }
        }
        return operations;
    }

    /** Puts activations and the like into the box before them, and changes of shape into the box behind them. */
    private void fold() {
        for (Draft draft : List.copyOf(drafts)) {
            if (draft.from.size() != 1 || !(draft.folds || draft.reshapes)) {
                continue;
            }
            Draft before = draft.from.iterator().next();
            List<Draft> next = followers(draft);
            if (draft.reshapes
                    && next.size() == 1
                    && next.get(0).kind != Kind.JOIN
                    && next.get(0).from.size() == 1) {
                next.get(0).operations.addAll(0, draft.operations);
                next.get(0).from = draft.from;
                drafts.remove(draft);
            } else if (before.kind != Kind.INPUT
                    && before.kind != Kind.JOIN
                    && followers(before).size() == 1) {
                before.operations.addAll(draft.operations);
                before.output = draft.output;
                before.parameters += draft.parameters;
                replace(draft, before);
            }
        }
    }

    /** Draws equal parts that follow each other once. */
    private void repeat() {
        for (Draft draft : List.copyOf(drafts)) {
            if (draft.kind != Kind.PART || draft.from.size() != 1) {
                continue;
            }
            Draft before = draft.from.iterator().next();
            boolean equal = before.kind == Kind.PART
                    && before.operations.equals(draft.operations)
                    && before.output.equals(draft.output)
                    && before.parameters == draft.parameters * before.times
                    && before.part != null
                    && draft.part != null
                    && before.part.getClass() == draft.part.getClass();
            if (equal && followers(before).size() == 1) {
                before.times++;
                before.parameters += draft.parameters;
                replace(draft, before);
            }
        }
    }

    private List<Draft> followers(Draft draft) {
        return drafts.stream().filter(other -> other.from.contains(draft)).toList();
    }

    private void replace(Draft gone, Draft by) {
        drafts.remove(gone);
        for (Draft draft : drafts) {
            if (draft.from.contains(gone)) {
                Set<Draft> from = new LinkedHashSet<>();
                draft.from.forEach(source -> from.add(source == gone ? by : source));
                draft.from = from;
            }
        }
    }

    private List<Box> boxes() {
        return drafts.stream()
                .map(draft -> new Box(
                        draft.path,
                        draft.kind,
                        draft.operations,
                        draft.output,
                        draft.parameters,
                        draft.times,
                        draft.from.stream().map(drafts::indexOf).sorted().toList()))
                .toList();
    }

    /** The inside of the commonest kind of closed net, if it has branches. */
    private Optional<Architecture> inside(Block net) {
        Map<Class<?>, List<Draft>> kinds = new LinkedHashMap<>();
        for (Draft draft : drafts) {
            if (draft.part instanceof Net part && draft.kind == Kind.PART && part != net) {
                kinds.computeIfAbsent(part.getClass(), type -> new ArrayList<>())
                        .add(draft);
            }
        }
        return kinds.values().stream()
                .max(Comparator.comparingInt(List::size))
                .map(all -> all.get(0))
                .map(draft -> {
                    Block part = Objects.requireNonNull(draft.part);
                    Summary summary = Summary.of(part, draft.inputs);
                    String name = draft.path + " (" + part.getClass().getSimpleName() + ")";
                    List<Box> boxes = fitting(part, summary, draft.inputs).boxes();
                    return new Architecture(name, boxes, summary.parameters(), Optional.empty());
                })
                .filter(part -> part.boxes().stream().anyMatch(box -> box.kind() == Kind.JOIN));
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
