const LARGEST = 1600;

function asBase64(blob) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1]);
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(blob);
    });
}

/**
 * The photo drawn anew, smaller: little to send, and without place and device.
 */
export async function readPhoto(file) {
    try {
        const image = await window.createImageBitmap(file);
        const scale = Math.min(1, LARGEST / Math.max(image.width, image.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(image.width * scale);
        canvas.height = Math.round(image.height * scale);
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        const blob = await new Promise((resolve) =>
            canvas.toBlob(resolve, "image/jpeg", 0.8)
        );
        const name = file.name.replace(/\.\w+$/, "") || "photo";
        return {name: `${name}.jpg`, data: await asBase64(blob)};
    } catch {
        return {name: file.name, data: await asBase64(file)};
    }
}
