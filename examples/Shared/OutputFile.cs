using System;
using System.IO;
using System.Text;

namespace AutoDiff.Examples;

/// <summary>Files that programs write: whether they can be written, asked before minutes of work go into them, and writing them whole.</summary>
public static class OutputFile
{
    // What is moved there would take a device's place.
    private const string Devices = "/dev/";

    /// <summary>Makes a file beside the path and takes it away again; a file that is there already must allow to be written.</summary>
    /// <exception cref="InputException">The path is empty or a folder's, or its folder is missing, or it or its folder may not be written to.</exception>
    public static void Check(string option, string path)
    {
        if (path.Length == 0)
            throw new InputException($"{option}: the path is empty; need the path of a file.");
        string probe = "";
        try
        {
            string full = Path.GetFullPath(path), folder = Path.GetDirectoryName(full) ?? full;
            if (Directory.Exists(full))
                throw new InputException($"{option}: {path} is a folder; need the path of a file.");
            if (!Directory.Exists(folder))
                throw new InputException($"{option}: {path} cannot be written: there is no folder {folder}; need one that is there.");
            if (full.StartsWith(Devices, StringComparison.Ordinal))
                throw new InputException($"{option}: {path} is a device; need the path of a file.");

            // To be read and written, since a pipe would wait for somebody at its other end.
            if (File.Exists(full))
                new FileStream(full, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 1).Dispose();
            probe = Temporary(full);
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{option}: {path} cannot be written: {(probe.Length > 0 ? error.Message.Replace(probe, path, StringComparison.Ordinal) : error.Message)}");
        }
    }

    /// <summary>Refuses a file that would fall on another one.</summary>
    /// <param name="files">Options with their paths; null for those that name none.</param>
    /// <exception cref="InputException">Two options name the same file.</exception>
    public static void RequireApart(params ReadOnlySpan<(string Option, string? Path)> files)
    {
        for (int i = 1; i < files.Length; i++)
        {
            foreach ((string option, string? path) in files[..i])
            {
                if (path is { Length: > 0 } && files[i].Path is { Length: > 0 } other && Path.GetFullPath(path) == Path.GetFullPath(other))
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
    public static void Write(string path, byte[] content)
    {
        string target = Path.GetFullPath(path);
        if (File.Exists(target))
            target = File.ResolveLinkTarget(target, returnFinalTarget: true)?.FullName ?? target;
        string temporary = Temporary(target);
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static string Temporary(string path) => $"{path}.{Path.GetRandomFileName()}.tmp";
}
