namespace AutoDiff;

// Objects that operations carry.
public sealed partial class Tape<T>
{
    // A delegate or another object that an operation is applied with next: it is kept where boxed operations are, without a box.
    internal int KeepObject(object value)
    {
        Enter(nameof(Keep));
        _recorder?.Carry(_count);
        _boxes.Add(value);
        return _boxBase + _boxes.Count - 1;
    }

    internal object KeptObject(int place)
    {
        if (_sweeping)
            Pass.NoteRead();
        return _boxes[place - _boxBase];
    }
}
