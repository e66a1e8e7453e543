using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;

namespace AutoDiff;

// The wording of every error about tapes and the values on them.
internal static class TapeErrors
{
    public static string Place(string file, int line) => file.Length == 0 ? "unknown place" : $"{Path.GetFileName(file)}:{line}";

    public static TapeException NoTape(string operation = "Variable") => new(
        $"{operation}: no variable: the handle is `default`, which is on no tape; need one made by a tape or by an operation.");

    public static TapeException Disposed(string operation, string origin) => new(
        $"{operation}: the tape made at {origin} is disposed; make a new one, or keep it and call Reset between steps.");

    public static TapeException Nested(string operation, string origin) => new(
        $"{operation}: the tape made at {origin} is computing a derivative; a rule may apply operations, but not start another derivative, and not reset or dispose of the tape.");

    public static TapeException AnotherThread(string operation, string origin, int owner, int caller) => new(
        $"{operation}: the tape made at {origin} belongs to thread {owner}, but thread {caller} uses it; "
            + "give every thread a tape of its own, or call Adopt on the thread that takes it over.");

    public static TapeException AnotherTape(string operation, string variable, string its, string ours) => new(
        $"{operation}: a variable of another tape: {variable} is on the tape made at {its}, the operation on the one made at {ours}; "
            + "need all inputs on one tape. Pass its values as a constant?");

    public static TapeException ValueOfDisposed(string operation, int index, string origin) => new(
        $"{operation}: variable #{index} is gone: the tape made at {origin} is disposed. "
            + "Copy what must outlive a tape with ToArray, or carry a recurrent state with its own copy.");

    public static TapeException ValueOfReset(string operation, int index, string origin, string place) => new(
        $"{operation}: variable #{index} is gone: the tape made at {origin} was reset at {place}. A state that crosses from one step to the next must "
            + "be copied out of the tape: detach it and carry its values, or let a truncation policy do so.");

    public static TapeException ValueOfSevered(string operation, int index, string origin, string place) => new(
        $"{operation}: variable #{index} is gone: the tape made at {origin} was severed at {place}, and it was not kept. "
            + "Name what is used later in `keep` there, or carry its values as a constant.");

    public static TapeException ValueOfDerivative(string operation, int index, string origin) => new(
        $"{operation}: variable #{index} is gone: it was computed inside a derivative on the tape made at {origin}, by a rule or on the way to the result, which "
            + "alone is kept. Copy its values there with ToArray, or record the derivative.");

    public static TapeException InsideMap(string operation) => new(
        $"{operation}: a function is being recorded for one example of a batch; what the map will compute from must stay. Call {operation} between maps.");

    public static TapeException ParameterChanged(string operation, string name, string reader, int before, int now, string writtenAt) => new(
        $"{operation}: parameter {name} has changed since {reader} read it: version {before} then, {now} now, written at {writtenAt}; "
            + "need the values of the forward pass. Update parameters after the backward pass, and record a new forward pass before the next; "
            + "or call RetainParameters before the update, to go on with values of before and after it.");

    public static TapeException ParameterBusy(string operation, string name) => new(
        $"{operation}: parameter {name} is receiving the gradient of another tape at this moment; need one backward pass at a time. "
            + "Let each thread enter Replicas of its own, and add their gradients up afterwards.");

    public static TapeException ReplicasEntered() => new(
        "Replicas.Enter: the thread is inside other replicas already, of parameters of the same element type; their gradients would miss each other. Leave the scope first.");

    public static ArgumentException AddsItself(string parameter) => new(
        $"AddGradients: {parameter} is added to itself; need other parameters, such as its replicas.");

    public static ArgumentException AddsOther(string parameter, string other, int place) => new(
        $"AddGradients: shapes differ: the gradient is that of {parameter}, number {place} of those to be added that of {other}; need the same shape.");

    public static ArgumentException ReplicatedTwice(string parameter) => new(
        $"Replicas: {parameter} is listed twice, itself or a replica of it; need each parameter once.");

    public static TapeException NotActive(string operation, string variable) => new(
        $"{operation}: nothing to differentiate: {variable} was computed from constants only, or inside a no-gradient scope, or detached; "
            + "need a root that depends on a variable or a parameter.");

    public static TapeException DoesNotDepend(string operation, string root, string variable) => new(
        $"{operation}: no path: {root} does not depend on {variable}; its gradient is not defined by the tape. "
            + "Was it detached, replaced by a copy, or computed in a no-gradient scope? Methods with `unconnected` give zeros for Unconnected.Zero.");

    public static TapeException ReadsExample(string variable) => new(
        $"Map: the function reads the numbers of {variable}, which differ from example to example, so that what it does next cannot be done for all at "
            + "once. Choose with Where instead of if, or call the function for each example and Stack the results.");

    public static TapeException BackwardOfExample() => new(
        "Backward: the function of a batched map adds into parameters; it is recorded for one example only. "
            + "Return the gradient (Gradient), or call Backward on what the map returns.");

    public static TapeException RuleIsRecorded(string operation, string what) => new(
        $"{operation}: the reverse rule reads {what} while it is recorded, or run for one example of a batch; plain numbers carry no derivative. "
            + "Ask MayOpen first, and write the rule with operations where it does not hold.");

    public static TapeException IsApplying(string operation, string origin) => new(
        $"{operation}: the tape made at {origin} is applying an operation, whose shape rule or computation asks it for this; need both to compute from what they are given alone. "
            + "Apply operations in the reverse and the forward rule, or write a function of operations instead.");

    public static ArgumentException NotScalar(string operation, Shape shape) => new(
        $"{operation}: the root is not a scalar: its shape is {shape}; need one element, or a cotangent of that shape. Reduce it with Sum or Mean, or pass a cotangent.");

    public static ArgumentException CotangentShape(string operation, Shape root, Shape cotangent) => new(
        $"{operation}: the cotangent does not fit: the root is {root}, the cotangent {cotangent}; need equal shapes.");

    public static ArgumentException CountsDiffer(string operation, string what, int count, string other, int otherCount) => new(
        $"{operation}: {count} {what} but {otherCount} {other}; need one of each.");

    public static ArgumentException NoRoot(string operation) => new($"{operation}: no root; need at least one.");

    public static ArgumentException ContributionShape(string operation, int input, Shape shape, Shape contribution) => new(
        $"{operation}: the rule's contribution to input {input} does not fit: the input is {shape}, the contribution {contribution}; "
            + "need the input's shape, or one that the input broadcasts to.");

    public static ArgumentException RowsDiffer(string operation, int input, Shape shape, int rows, Shape added) => new(
        $"{operation}: the rule's rows for input {input} do not fit: the input is {shape}, {rows} of its rows are named, what is added to them is {added}; "
            + "need one row for each.");

    public static ArgumentException TangentShape(string operation, Shape shape, Shape contribution) => new(
        $"{operation}: the rule's contribution to the tangent does not fit: the result is {shape}, the contribution {contribution}; "
            + "need the result's shape, or one that broadcasts to it.");

    public static ArgumentException NoSuchInput(string operation, int input, int count) => new(
        $"{operation}: no input {input}: the operation was applied to {count}, counted from 0; need rules that ask for no more, and an application to as many as they ask for.");

    public static ArgumentException StandsStill(string operation, int input) => new(
        $"{operation}: the forward rule asks for the tangent of input {input}, which has none; need those alone for which Moves holds.");

    [DoesNotReturn]
    public static void ViewOutside(string operation, Shape whole, int offset, Shape view) => throw new ArgumentException(
        $"{operation}: the view reaches beyond its input: it is {view} from element {offset} on, the input is {whole} with {whole.Count} elements; need a run of them.");

    [DoesNotReturn]
    public static void NegativeSaved(string operation, int length) => throw new ArgumentException(
        $"{operation}: it saves {length} elements; need 0 or more.");

    [DoesNotReturn]
    public static void NotOneElement(Shape shape) => throw new ArgumentException(
        $"Item: not one element: the shape is {shape} with {shape.Count} elements; need exactly 1. Use Values or ToArray.");

    [DoesNotReturn]
    public static void WrongLength(string operation, Shape shape, int length) => throw new ArgumentException(
        $"{operation}: the values do not fill the shape: {shape} has {shape.Count} elements, {length} values were given; need as many values as elements.");
}
