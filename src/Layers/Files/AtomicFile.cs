using System;
using System.IO;

namespace AutoDiff.Layers;

/// <summary>Writes files in one move: whoever reads one sees the old content or the new, and a failure at any moment leaves the old whole and no other file behind.</summary>
/// <remarks>
/// A link stays, and what it leads to is written. A file that is there already keeps its permissions, and what may not be written is not replaced either.
/// Devices, pipes and folders are refused: the file that is moved into place would take theirs.
/// </remarks>
public static class AtomicFile
{
    /// <summary>Whether a file could be written, asked before minutes of work go into it; afterwards everything is as it was.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="IOException">The folder does not exist, or the path is a folder's, a device's or a pipe's.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or the file that is there, may not be written to.</exception>
    public static void Check(string path) => Create(Target(path), FileOptions.DeleteOnClose).Dispose();

    /// <summary>Writes a file. The content goes to a new file in the same folder, is flushed to the disk, and then takes the place of the old one.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="write">Writes the content; what it throws is thrown here.</param>
    /// <exception cref="IOException">The folder does not exist, the disk is full, or the path is a folder's, a device's or a pipe's.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or the file that is there, may not be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string target = Target(path), temporary = "";
        try
        {
            using (FileStream stream = Create(target, FileOptions.None))
            {
                temporary = stream.Name;
                if (!OperatingSystem.IsWindows() && File.Exists(target))
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            if (temporary.Length > 0)
                File.Delete(temporary);
            throw;
        }
    }

    // The file that a path leads to, which need not be there yet.
    private static string Target(string path)
    {
        FileInfo file = new(Path.GetFullPath(path));
        if (Directory.Exists(file.FullName))
            throw new IOException($"{path} is a folder; need the path of a file.");
        RequireFileOrNothing(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    // Opened for both, since a pipe that is only read or only written waits for somebody at its other end. Pipes and terminals have no places;
    // what has places but no length, such as the null device, does not let its length be set to what it is.
    private static void RequireFileOrNothing(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 1);
            if (!stream.CanSeek)
                throw new IOException($"{path} is a pipe or a terminal; need the path of a file.");
            if (!KeepsLength(stream))
                throw new IOException($"{path} is a device; need the path of a file.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // Nothing is there yet, or a link to what is not.
        }
    }

    private static bool KeepsLength(FileStream stream)
    {
        try
        {
            stream.SetLength(stream.Length);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // A new file beside the target, under a name of its own.
    private static FileStream Create(string target, FileOptions options)
    {
        string folder = Path.GetDirectoryName(target) ?? target;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"there is no folder {folder}; need one that is there.");
        try
        {
            return new FileStream($"{target}.{Path.GetRandomFileName()}.tmp", FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16, options);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UnauthorizedAccessException($"the folder {folder} may not be written to.", error);
        }
    }
}
