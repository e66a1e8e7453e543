using System;
using System.IO;
using System.Text;
using AutoDiff.Layers;

namespace AutoDiff.Examples;

/// <summary>Files that programs write: whether they can be written, asked before minutes of work go into them, and writing them whole.</summary>
public static class OutputFile
{
    /// <summary>Asks <see cref="AtomicFile"/>; a file that is there already must allow to be written.</summary>
    /// <exception cref="InputException">The path is empty, or a folder's, a device's or a pipe's, or its folder is missing, or it or its folder may not be written to.</exception>
    public static void Check(string option, string path)
    {
        if (path.Length == 0)
            throw new InputException($"{option}: the path is empty; need the path of a file.");
        if (Directory.Exists(path))
            throw new InputException($"{option}: {path} is a folder; need the path of a file.");
        try
        {
            AtomicFile.Check(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{option}: {path} cannot be written: {error.Message}");
        }
    }

    /// <summary>Refuses a file that would fall on another one, also by a link.</summary>
    /// <param name="files">Options with their paths; null for those that name none.</param>
    /// <exception cref="InputException">Two options name the same file.</exception>
    public static void RequireApart(params ReadOnlySpan<(string Option, string? Path)> files)
    {
        for (int i = 1; i < files.Length; i++)
        {
            foreach ((string option, string? path) in files[..i])
            {
                if (path is { Length: > 0 } && files[i].Path is { Length: > 0 } other && Target(path) == Target(other))
                    throw new InputException($"{option} and {files[i].Option}: both are {path}, and one would be lost; need a file for each.");
            }
        }
    }

    /// <summary>Writes a file in one move: whoever reads it sees the old content or the new, and a failure leaves the old.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="content">The text, which is written as UTF-8.</param>
    public static void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    /// <summary>Writes a file in one move: whoever reads it sees the old content or the new, and a failure leaves the old.</summary>
    /// <param name="path">Where to; where that is a link, the file that it leads to.</param>
    /// <param name="content">The bytes.</param>
    public static void Write(string path, byte[] content) => AtomicFile.Write(path, stream => stream.Write(content));

    private static string Target(string path)
    {
        FileInfo file = new(Path.GetFullPath(path));
        try
        {
            return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        }
        catch (IOException)
        {
            // A link that leads nowhere is refused where it is read or written.
            return file.FullName;
        }
    }
}
